#!/bin/sh
# Imports the Chinook rows through the API, in the order of their references, and says what became of each file.
# Usage: sh metadata/chinook/import.sh [server], or with STATEHOUSE_URL set; else http://localhost:8080
set -eu
server=${1:-${STATEHOUSE_URL:-http://localhost:8080}}
data=$(dirname "$0")/data
for model in employee customer artist album genre mediaType track playlist invoice invoiceLine; do
  job=$(curl -sSf "$server/api/records/$model/import" -H 'Content-Type: application/x-ndjson' \
    --data-binary "@$data/$model.ndjson")
  job=$(echo "$job" | sed 's/.*"id":"\([0-9a-f]*\)".*/\1/')
  while state=$(curl -sSf "$server/api/jobs/$job"); do
    case $state in *'"status":"running"'*) sleep 0.1 ;; *) break ;; esac
  done
  echo "$model: $(echo "$state" | sed 's/.*"status":"\([a-z]*\)".*"written":\([0-9]*\),.*"failed":\([0-9]*\).*/\1, \2 written, \3 failed/')"
done
