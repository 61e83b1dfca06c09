#!/usr/bin/env sh
# collect-jars.sh FROM TO: copies the jars of the ten services and the simulators with everything their manifests name.
set -eu
from=$1
to=$2
mkdir -p "$to"
for service in orchestrator-service preference-service template-service scheduler-service segment-service \
  channel-workers webhook-service reply-parser-service analytics-service ml-optimizer-service simulators; do
  jar=$(ls "$from/$service"-[0-9]*.jar)
  cp "$jar" "$to/"
  # A manifest line is folded after 72 bytes; a folded line starts with a space.
  unzip -p "$jar" META-INF/MANIFEST.MF | tr -d '\r' | sed -e ':a' -e 'N' -e '$!ba' -e 's/\n //g' \
    | sed -n 's/^Class-Path: //p' | tr ' ' '\n' | while read -r name; do
      [ -z "$name" ] || cp -n "$from/$name" "$to/"
    done
done
