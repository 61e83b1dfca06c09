# Shared by the commands in this folder; sourced, not run.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

usage_up() {
  cat <<'TEXT'
Usage: deploy/up [options]
  --forked           one process for each service (default: one for all)
  --fresh            forget the data of earlier runs
  --real-time        the suite's clock shows real time (default: the sample feed's first morning)
  --start INSTANT    or any other instant, such as 2026-03-07T15:00:00Z
  --no-patients      simulated patients neither read nor answer
  --port-offset N    add N to every port
  --workers N        so many processes of channel-workers, only with --forked (default: 1)
  --data FOLDER      where the data lives (default: .outreach)
TEXT
}

# option_value NAME DEFAULT ARGS...: the value that follows NAME
option_value() {
  local name=$1 value=$2
  shift 2
  while [ $# -gt 0 ]; do
    if [ "$1" = "$name" ] && [ $# -gt 1 ]; then value=$2; fi
    shift
  done
  printf '%s\n' "$value"
}

java_is_25() {
  [ -x "$1/bin/javac" ] && "$1/bin/java" -version 2>&1 | grep -q 'version "25'
}

# Finds JDK 25, wherever the system keeps its JDKs, and sets JAVA_HOME.
require_java() {
  local candidate
  for candidate in "${JAVA_HOME:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && java_is_25 "$candidate"; then
      export JAVA_HOME=$candidate
      return
    fi
  done
  echo "JDK 25 is needed and was not found; the default java is:" >&2
  java -version >&2 2>/dev/null || echo "  none" >&2
  java -version 2>&1 | sed 's/^/  /' >&2 || true
  echo "Install a JDK 25 (such as Eclipse Temurin) or set JAVA_HOME to one." >&2
  exit 1
}

# Runs Maven when a source is newer than the last build.
build_if_needed() {
  local stamp="$root/deploy/local/target/built"
  if [ -f "$stamp" ] && [ -z "$(find pom.xml ./*/pom.xml ./*/src/main deploy/*/pom.xml deploy/*/src/main \
    -newer "$stamp" -print -quit 2>/dev/null)" ]; then
    return
  fi
  command -v mvn >/dev/null || { echo "Maven 3.8.7 or newer is needed and was not found." >&2; exit 1; }
  echo "Building (the first time takes a few minutes) ..."
  mkdir -p "$(dirname "$stamp")"
  local log="$root/deploy/local/target/build.log"
  if ! mvn --batch-mode --no-transfer-progress -Pquick -pl deploy/local -am package >"$log" 2>&1; then
    grep -E 'ERROR|BUILD' "$log" | head -20 >&2
    echo "The build failed; all of it: $log" >&2
    exit 1
  fi
  touch "$stamp"
}

# For what talks to a running suite: building now would replace the jars it runs from.
require_built() {
  [ -f "$root/deploy/local/target/built" ] || { echo "Nothing is built yet. Start the suite first: deploy/up" >&2; exit 1; }
}

# run_test MODULE CLASS PATTERN [MAVEN-OPTION...]: runs one test class and shows the lines of it that match; fails when it
# fails, and when it did not run at all
run_test() {
  local module=$1 class=$2 pattern=$3 log status=0
  shift 3
  log=$(mktemp)
  mvn --batch-mode --no-transfer-progress -pl "deploy/embedded-servers,common-lib,$module" test \
    -Dtest="$class" -Dsurefire.failIfNoSpecifiedTests=false "$@" 2>&1 | tee "$log" |
    { grep --line-buffered -E "$pattern|Tests run|ERROR|BUILD" || true; } || status=$?
  if ! grep -qE "Tests run: [1-9][0-9]*, Failures: 0, Errors: 0, Skipped: 0, .*[.]$class\$" "$log"; then
    echo "$class did not run to its end." >&2
    status=1
  fi
  rm -f "$log"
  return $status
}

# The suite that is measured runs as on a server: deploy/up alone is sized for a developer's machine, whose small heap is
# collected by one thread. The compiled code of ten services shares one cache: in one of the usual size the virtual machine
# stops everything for half a second whenever another seventh of it has been filled, which no service of its own meets.
# OUTREACH_JAVA_OPTS still wins.
as_on_a_server() {
  export OUTREACH_JAVA_OPTS="-XX:-UseSerialGC -XX:+UseParallelGC -XX:+UseTransparentHugePages -Xmx3g -Xmn1500m -XX:MetaspaceSize=512m -XX:ReservedCodeCacheSize=512m -XX:SweeperThreshold=60 ${OUTREACH_JAVA_OPTS:-}"
}

classpath() {
  printf '%s' "$root/deploy/local/target/classes"
  local jar
  for jar in "$root"/deploy/local/target/lib/*.jar; do printf ':%s' "$jar"; done
}
