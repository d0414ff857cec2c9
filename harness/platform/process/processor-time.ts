import { readdir, readFile } from 'node:fs/promises';
import type { ProcessorTime } from '../subject.ts';

const NS_PER_MS = 1e6;

interface Times {
  ranMs: number;
  waitedMs: number;
}

/** Three numbers: nanoseconds on a processor, nanoseconds ready to run and waiting for one, and time slices (proc_pid_schedstat(5)). */
async function schedstat(path: string): Promise<Times> {
  const [ran = '', waited = ''] = (await readFile(path, 'utf8')).split(' ');
  return { ranMs: Number(ran) / NS_PER_MS, waitedMs: Number(waited) / NS_PER_MS };
}

/** What all threads of a process have had of the processors so far, and waited for; rejects as `processorTime` does. */
export async function threadsTime(pid: number): Promise<Times> {
  const threads = await readdir(`/proc/${pid}/task`);
  const all = await Promise.all(
    threads.map((thread) =>
      schedstat(`/proc/${pid}/task/${thread}/schedstat`).catch(() => ({ ranMs: 0, waitedMs: 0 })),
    ),
  );
  return {
    ranMs: all.reduce((sum, { ranMs }) => sum + ranMs, 0),
    waitedMs: all.reduce((sum, { waitedMs }) => sum + waitedMs, 0),
  };
}

/** What a process has had of the processors so far, on a Linux that counts it; rejects elsewhere, and when it is gone. */
export async function processorTime(pid: number): Promise<ProcessorTime> {
  const main = await schedstat(`/proc/${pid}/schedstat`);
  return { ...main, allThreadsRanMs: (await threadsTime(pid)).ranMs };
}
