#!/bin/sh
# Makes the garage of the sample and imports its 500 spots through the API; run again it changes nothing.
# Usage: sh metadata/parking/import.sh [server], or with STATEHOUSE_URL set; else http://localhost:8080
set -eu
server=${1:-${STATEHOUSE_URL:-http://localhost:8080}}
data=$(dirname "$0")/data

# The id of the garage named in data/garage.ndjson, or nothing.
garage() {
  curl -sSfG "$server/api/records/garage" --data-urlencode 'filter[name]=Central Parking Garage' -d fields=id |
    sed -n 's/.*"data":\[{"id":"\([^"]*\)".*/\1/p'
}

id=$(garage)
if [ -z "$id" ]; then
  curl -sSf "$server/api/records/garage" -H 'Content-Type: application/json' --data-binary "@$data/garage.ndjson" > /dev/null
  id=$(garage)
fi
echo "garage: $id"
job=$(sed "s/^{/{\"garage\":\"$id\",/" "$data/spot.ndjson" |
  curl -sSf "$server/api/records/spot/import" -H 'Content-Type: application/x-ndjson' --data-binary @-)
job=$(echo "$job" | sed 's/.*"id":"\([0-9a-f]*\)".*/\1/')
while state=$(curl -sSf "$server/api/jobs/$job"); do
  case $state in *'"status":"running"'*) sleep 0.1 ;; *) break ;; esac
done
echo "spot: $(echo "$state" | sed 's/.*"status":"\([a-z]*\)".*"written":\([0-9]*\).*"failed":\([0-9]*\).*/\1, \2 written, \3 failed/')"
