#!/bin/sh
# Shows the changes of a model as they come, a transaction a line: sh metadata/chinook/watch.sh <model>
# Its place in the log is kept in a file of this folder. Kill it at any moment and start it again: it goes on where it was.
# STATEHOUSE_URL names the server (default: http://localhost:8080).
set -eu

server=${STATEHOUSE_URL:-http://localhost:8080}
model=${1:?Name the model to follow}
place=watched-$model.cursor

if [ ! -s "$place" ]; then
  curl -fsS "$server/api/changes?since=now" | sed 's/.*"cursor":"\([^"]*\)".*/\1/' > "$place"
fi
echo "Following $model"

while [ -s "$place" ]; do
  curl -sSN "$server/api/changes?models=$model" -H 'Accept: text/event-stream' -H "Last-Event-ID: $(cat "$place")" |
    while IFS= read -r line; do
      case $line in
        'event: resync') : > "$place" ;;
        'id: '*) cursor=${line#id: } ;;
        'data: '*) echo "${line#data: }" ;;
        '') if [ -s "$place" ]; then echo "${cursor:-$(cat "$place")}" > "$place"; fi ;;
      esac
    done
  sleep 1 # the server is away, or starts again
done
echo "Its place is no longer in the log: read the records anew, then follow them again" >&2
exit 1
