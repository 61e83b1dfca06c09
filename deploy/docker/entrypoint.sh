#!/usr/bin/env sh
# Runs the service that SERVICE names.
set -eu
: "${SERVICE:?SERVICE must name a service, such as orchestrator-service}"
set -- /app/lib/"$SERVICE"-[0-9]*.jar "$@"
[ -f "$1" ] || { echo "There is no service '$SERVICE' in this image" >&2; exit 1; }
exec java -jar "$@"
