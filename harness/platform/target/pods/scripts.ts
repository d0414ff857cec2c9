import { GO_ON, KILL, LOOK, STOP } from '../../kubernetes/scripts.ts';

export { GO_ON, STOP };

/**
 * What is run in pods that Holdfast did not make, by the sh of their image. There, number 1 is the container's own first
 * process, unless its pod shares one numbering (`shareProcessNamespace`). The kernel spares number 1 what comes from
 * within: a SIGKILL by kill(2), and a SIGSTOP.
 */

/** Prints how many processes there are besides number 1 and this, and whether a limit can be set to number 1. */
export const WHAT_IS_THERE = `${LOOK}
set -- $pids
if command -v prlimit >/dev/null; then echo "$# yes"; else echo "$# no"; fi`;

/**
 * Kills every process of the container: number 1, too, by a limit of processor time that is used up, for which the kernel
 * itself sends the SIGKILL, as soon as it runs. Only who it runs as, or root as that, can set it.
 */
const KILL_FIRST = `
while read -r key value _; do
  case $key in Uid:) uid=$value ;; Gid:) gid=$value ;; esac
done < /proc/1/status
as=
[ "$(id -u)" = "$uid" ] || as="setpriv --reuid $uid --regid $gid --clear-groups"
kill -9 -1 2>/dev/null
if command -v prlimit >/dev/null; then $as prlimit --pid 1 --cpu=0; fi`;

/** Kills every process of a container of a pod. */
export const killing = (isShared: boolean): string => (isShared ? KILL : KILL_FIRST);

/** What `WHAT_IS_THERE` printed. */
export function thereIs(printed: string): { others: number; hasLimits: boolean } {
  const [others = '', limits] = printed.trim().split(' ');
  if (!/^\d+$/.test(others)) throw new Error(`no processes: ${printed}`);
  return { others: Number(others), hasLimits: limits === 'yes' };
}
