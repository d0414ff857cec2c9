/**
 * What is run in a pod, by the sh of its image. The processes of a run's pods are numbered for the whole pod
 * (`shareProcessNamespace`): number 1 is what holds the pod together, so that a container's own first process can be
 * killed like any other; as number 1 the kernel would spare it. All others but the script's are the container's.
 */

/** Sets the numbers of the container's processes, and the oldest that was started from outside of the pod: its first. */
export const LOOK = `
pids= first= oldest=
for stat in /proc/[0-9]*/stat; do
  pid=\${stat#/proc/}; pid=\${pid%/stat}
  case $pid in 1|$$) continue ;; esac
  { read -r line < "$stat"; } 2>/dev/null || continue
  set -- \${line##*) }
  [ "$1" = Z ] && continue
  pids="$pids $pid"
  [ "$2" = 0 ] || continue
  if [ -z "$oldest" ] || [ "\${20}" -lt "$oldest" ]; then oldest=\${20} first=$pid; fi
done
`;

/** Prints the number of the container's first process. */
export const FIRST = `${LOOK}echo $first`;

/** Asks the container's first process to end, by the signal that it takes for that. */
export const askToEnd = (signal: string): string => `${LOOK}kill -${signal} $first && echo $first`;

/** Kills every process of the container at once. */
export const KILL = 'kill -9 -1';

const AGAIN = { times: 100, everyS: 0.05 };
const untilAll = (state: string, what: string) => `
n=0
while :; do
  left=
  for pid in $pids; do
    { read -r line < /proc/$pid/stat; } 2>/dev/null || continue
    set -- \${line##*) }
    case $1 in ${state}) ;; *) left="$left $pid" ;; esac
  done
  [ -z "$left" ] && break
  n=$((n + 1))
  [ $n -ge ${AGAIN.times} ] && { echo "processes$left ${what}" >&2; exit 1; }
  sleep ${AGAIN.everyS}
done
echo $pids`;

/** Stops every process of the container, and prints the numbers of those that are seen to have stopped. */
export const STOP = `${LOOK}kill -STOP -1\n${untilAll('T|t', 'do not stop')}`;
/** Has them go on, and prints the numbers of those that are seen to. */
export const GO_ON = `${LOOK}kill -CONT -1\n${untilAll('[!Tt]', 'do not go on')}`;

/**
 * For each line that it is sent, what the Node of an app's container has had of the processors so far, in nanoseconds: its
 * main thread ran, waited for one, and all its threads ran (proc_pid_schedstat(5)). No process is started for that.
 */
export const TELL_TIMES = `
while read -r _; do
  ${LOOK}
  node=
  for pid in $pids; do
    { read -r line < /proc/$pid/stat; } 2>/dev/null || continue
    set -- \${line##*) }
    [ "$2" = "$first" ] && node=$pid
  done
  ran= waited= all=0
  { read -r ran waited _ < /proc/$node/schedstat; } 2>/dev/null
  for each in /proc/$node/task/*/schedstat; do
    { read -r one _ < "$each"; } 2>/dev/null && all=$((all + one))
  done
  echo "$ran $waited $all"
done`;

/**
 * For Node: attempts to connect to a host and port, so many, and how long each may take; prints how long each took that was
 * answered, be it by a refusal. Some go at once, so that many take no longer than a few that are not answered.
 */
export const ATTEMPTS = `
import { connect } from 'node:net';
const [host, port, attempts, limitMs] = process.argv.slice(1);
const answeredMs = [];
const attempt = () => new Promise((over) => {
  const fromMs = performance.now();
  const socket = connect({ host, port: Number(port) });
  const limit = setTimeout(() => socket.destroy(), Number(limitMs));
  const answered = () => { answeredMs.push(performance.now() - fromMs); socket.destroy(); };
  socket.once('connect', answered);
  socket.once('error', ({ code }) => { if (code === 'ECONNREFUSED') answered(); });
  socket.once('close', () => { clearTimeout(limit); over(); });
});
let left = Number(attempts);
const some = async () => { while (left-- > 0) await attempt(); };
await Promise.all(Array.from({ length: 20 }, some));
console.log(JSON.stringify(answeredMs));
`;
