#!/usr/bin/env sh
# collect-jars.sh FROM TO: copies the jars of the ten services and the simulators with everything their manifests name.
set -eu
from=$(cd "$1" && pwd)
to=$2
mkdir -p "$to"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for service in orchestrator-service preference-service template-service scheduler-service segment-service \
  channel-workers webhook-service reply-parser-service analytics-service ml-optimizer-service simulators; do
  jar=$(ls "$from/$service"-[0-9]*.jar)
  cp "$jar" "$to/"
  # A manifest line is folded after 72 bytes; a folded line starts with a space.
  (cd "$work" && "${JAVA_HOME:+$JAVA_HOME/bin/}jar" --extract --file "$jar" META-INF/MANIFEST.MF)
  [ -s "$work/META-INF/MANIFEST.MF" ] || { echo "$jar has no manifest" >&2; exit 1; }
  tr -d '\r' <"$work/META-INF/MANIFEST.MF" | sed -e ':a' -e 'N' -e '$!ba' -e 's/\n //g' \
    | sed -n 's/^Class-Path: //p' | tr ' ' '\n' | while read -r name; do
      [ -z "$name" ] || cp -n "$from/$name" "$to/"
    done
done
