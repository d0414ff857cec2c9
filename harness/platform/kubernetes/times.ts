import { createInterface } from 'node:readline';
import { execa } from 'execa';
import type { Reaper } from '../../process/reaper.ts';
import type { ProcessorTime } from '../subject.ts';
import { within } from '../within.ts';
import { placed, type Place } from './kubectl.ts';
import { TELL_TIMES } from './scripts.ts';

const ANSWER_LIMIT_MS = 2000;
const NS_PER_MS = 1e6;

interface Told {
  place: Place;
  pod: string;
  container: string;
  reaper: Reaper;
}

interface Session {
  ask: () => Promise<string>;
  end: () => Promise<void>;
}

/**
 * What the app in a pod has had of its node's processors, asked of its own system over one connection that stays open: it
 * ends with the container, and is made anew.
 */
export class PodTimes implements AsyncDisposable {
  readonly #told: Told;
  #session: Session | undefined;

  constructor(told: Told) {
    this.#told = told;
  }

  /** Rejects where the container does not answer, and where its system does not count. */
  async read(): Promise<ProcessorTime> {
    const session = (this.#session ??= startSession(this.#told));
    try {
      return timesIn(await within(ANSWER_LIMIT_MS, 'no answer from the pod', session.ask()));
    } catch (error) {
      // An answer that comes late would be taken for that to the next question.
      if (this.#session === session) this.#session = undefined;
      void session.end();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session?.end();
  }
}

/** Nanoseconds, as the pod prints them. */
export function timesIn(line: string): ProcessorTime {
  const numbers = line.trim().split(' ').map(Number);
  const [ranMs, waitedMs, allThreadsRanMs] = numbers.map((ns) => ns / NS_PER_MS);
  if (
    ranMs === undefined ||
    waitedMs === undefined ||
    allThreadsRanMs === undefined ||
    numbers.some(Number.isNaN)
  )
    throw new Error(`no times: ${line}`);
  return { ranMs, waitedMs, allThreadsRanMs };
}

function startSession({ place, pod, container, reaper }: Told): Session {
  const args = [
    ...placed(place),
    'exec',
    '--stdin',
    pod,
    '--container',
    container,
    '--',
    'sh',
    '-c',
    TELL_TIMES,
  ];
  const child = execa('kubectl', args, { reject: false, buffer: false, stderr: 'ignore', detached: true });
  const { pid } = child;
  if (pid !== undefined) reaper.own(pid);
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout });
  const asked: PromiseWithResolvers<string>[] = [];
  lines.on('line', (line) => asked.shift()?.resolve(line));
  const ended = child.then(() => {
    if (pid !== undefined) reaper.release(pid);
    for (const { reject } of asked.splice(0)) reject(new Error('the pod answers no more'));
  });
  return {
    ask: () => {
      const answer = Promise.withResolvers<string>();
      asked.push(answer);
      child.stdin.write('\n');
      return answer.promise;
    },
    end: async () => {
      child.kill();
      await ended;
    },
  };
}
