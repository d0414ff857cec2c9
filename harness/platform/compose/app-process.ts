import { readFile } from 'node:fs/promises';
import type { ProcessorTime } from '../subject.ts';
import { processorTime } from '../process/processor-time.ts';

/** A container, and the first process in it as this machine numbers it. */
export interface Contained {
  id: string | undefined;
  pid: number;
}

/**
 * The process of an app that its container's first one started, as this machine numbers it. Rejects where this machine is
 * not the one of the Docker daemon, whose numbers are then those of others, and where there is none at the moment.
 */
export async function appProcess({ id, pid }: Contained): Promise<number> {
  const group = await readFile(`/proc/${pid}/cgroup`, 'utf8');
  if (id === undefined || !group.includes(id)) throw new Error(`process ${pid} is in no container ${id}`);
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  for (const child of children.split(' ').filter(Boolean)) {
    const name = await readFile(`/proc/${child}/comm`, 'utf8').catch(() => '');
    // Newer versions of Node call their main thread so.
    if (/^(node|MainThread|node-MainThread)\n/.test(name)) return Number(child);
  }
  throw new Error(`the container ${id} runs no Node at the moment`);
}

/** What the app in a container has had of the processors so far; rejects where this machine cannot tell. */
export const containedTime = async (container: Contained): Promise<ProcessorTime> =>
  processorTime(await appProcess(container));
