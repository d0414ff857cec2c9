#!/bin/sh
# Runs the app, hands it the signals that this container gets, and ends with its exit code. How each process of this
# container ended is noted as one word a line in $HOLDFAST_DEATHS_FILE, which the next process counts in its metrics:
#   oom_kill    the kernel killed it for the container's memory limit
#   heap_limit  V8 gave up at its own heap limit
#   killed      SIGKILL, of the app or of the whole container
#   crash       any other code but 0
#   exit        it was asked to end, and did
set -u
deaths=${HOLDFAST_DEATHS_FILE:-/var/lib/holdfast/deaths}
alive="$deaths.alive"

# How many of this container's processes the kernel has killed for memory: cgroup v2, or else v1.
oom_kills() {
  for file in /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control; do
    [ -r "$file" ] && sed -n 's/^oom_kill //p' "$file" && return
  done
  echo 0
}

# The mark is taken away by whoever notes an end; if it is still there, this script was killed with the app.
[ -e "$alive" ] && echo killed >>"$deaths"
: >"$alive"
before=$(oom_kills)

# Within so little memory V8 has its young generation grow to 2 MB, and collects it every few requests.
NODE_OPTIONS="--max-semi-space-size=4 ${NODE_OPTIONS:-}" node --expose-gc "$@" &
app=$!
trap 'kill -TERM "$app" 2>/dev/null' TERM INT
# A signal ends `wait` early; the app has ended once it can no longer be signalled.
while
  wait "$app"
  code=$?
  kill -0 "$app" 2>/dev/null
do :; done

case $code in
  0 | 130 | 143) reason=exit ;;
  134) reason=heap_limit ;;
  137) [ "$(oom_kills)" != "$before" ] && reason=oom_kill || reason=killed ;;
  *) reason=crash ;;
esac
echo "$reason" >>"$deaths"
rm -f "$alive"
exit "$code"
