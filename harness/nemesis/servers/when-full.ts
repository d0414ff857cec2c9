import { setTimeout as delay } from 'node:timers/promises';
import pWaitFor from 'p-wait-for';
import { messageOf } from '../../../protocol/message-of.ts';
import type { StoreServer } from '../../platform/subject.ts';
import type { BreakServer } from './broken.ts';
import { takeAll } from './full-disk.ts';

const FREE_LIMIT_MS = 30_000;
const END_LIMIT_MS = 60_000;
const AGAIN_EVERY_MS = 100;

/** Tries a write that takes room on the disk, and leaves nothing. Resolves to what the server said against it, if anything. */
export type Try = (url: string) => Promise<string | undefined>;

/** Of a server that refuses writes when its disk is full, by its own words for that. */
export function refusing(tryWrite: Try, isFull: (said: string) => boolean): BreakServer {
  return async ({ url, server }) => {
    const taken = await takeAll(await diskOf(server, tryWrite, url));
    const giveBack = () => taken[Symbol.asyncDispose]();
    const assertRefused = async () => {
      const said = await tryWrite(url);
      if (said === undefined) throw new Error('the disk of the server is full, and it took a write');
      if (!isFull(said)) throw new Error(`the disk of the server is full, and it said ${said}`);
      return said;
    };
    const restore = async () => {
      await giveBack();
      return writtenAgain(tryWrite, url);
    };
    try {
      return {
        evidence: { seen: `the server refused a write: ${await assertRefused()}` },
        still: async () => ({ refused: await assertRefused() }),
        restore,
        [Symbol.asyncDispose]: giveBack,
      };
    } catch (error) {
      await giveBack();
      throw error;
    }
  };
}

/**
 * Of a server that ends itself when it cannot write what it has to, as its log says in words of its own. Others have the
 * disk until it is started again.
 */
export function ending(tryWrite: Try, saysWhy: RegExp): BreakServer {
  return async ({ url, server, signal }) => {
    const disk = await diskOf(server, tryWrite, url);
    if (server.ownEnd === undefined) throw new Error(`nobody is told how ${server.name} ends`);
    const over = new AbortController();
    const limits = [over.signal, signal, AbortSignal.timeout(END_LIMIT_MS)];
    const ended = server.ownEnd(AbortSignal.any(limits));
    ended.catch(() => {});
    await using stack = new AsyncDisposableStack();
    stack.defer(() => over.abort());
    const taken = stack.use(await takeAll(disk));
    const restore = async () => {
      await taken[Symbol.asyncDispose]();
      signal.throwIfAborted();
      if (server.pid === 0) await server.start();
      return { pidAfter: server.pid, ...(await writtenAgain(tryWrite, url)) };
    };
    // It goes as it writes: who asked it to gets no answer.
    const writing = keepWriting(tryWrite, url, over.signal);
    const { pid, exit, seen, printed } = await ended.catch(async (cause: unknown) => {
      over.abort();
      throw new Error(
        `${messageOf(cause)} when its disk was full; to the last write it said ${await writing}`,
      );
    });
    const said = saysWhy.exec(printed)?.[0];
    if (said === undefined) {
      await restore();
      throw new Error(`${server.name} ended (${exit}), and its log does not say that its disk was full`);
    }
    const owned = stack.move();
    return {
      evidence: { seen, exit, said, pidBefore: pid },
      restore,
      [Symbol.asyncDispose]: () => owned.disposeAsync(),
    };
  };
}

/** The server's own disk, of a server that takes writes. */
async function diskOf({ smallDisk }: StoreServer, tryWrite: Try, url: string): Promise<string> {
  if (smallDisk === undefined) throw new Error('the server has no disk of its own that could be filled');
  const before = await tryWrite(url);
  if (before !== undefined) throw new Error(`the server refused a write before its disk was full: ${before}`);
  return smallDisk;
}

async function writtenAgain(tryWrite: Try, url: string) {
  const message = 'the disk has room again, and the server still refuses to write';
  const takes = async () => (await tryWrite(url)) === undefined;
  await pWaitFor(takes, { interval: 50, timeout: { milliseconds: FREE_LIMIT_MS, message } });
  return { after: 'a write was taken' };
}

/** Resolves, once that is over, to what was said to the last write. */
async function keepWriting(tryWrite: Try, url: string, over: AbortSignal): Promise<string> {
  let said: string | undefined;
  while (!over.aborted) {
    said = await tryWrite(url).catch(messageOf);
    await delay(AGAIN_EVERY_MS, undefined, { signal: over }).catch(() => {});
  }
  return said ?? 'nothing against it';
}
