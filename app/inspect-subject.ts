/**
 * `node app/inspect-subject.ts FILE FOLDER [URL]`: looks at a user's subject in a process of its own, which whatever it
 * does at worst ends, and tells the parent over its channel what it says of itself or what is wrong with it. A store
 * that needs no server is opened once, on the folder, so that one which cannot be is found out before a run; one that
 * needs a server is opened where its address is given.
 */
import { pathToFileURL } from 'node:url';
import session from 'express-session';
import type { Inspected } from '../protocol/inspected.ts';
import { messageOf } from '../protocol/message-of.ts';
import { loadSubject } from './stores/load-subject.ts';
import { openModule } from './stores/module.ts';
import { takesCallbacks } from './stores/takes-callbacks.ts';
import { within } from './stores/limit.ts';

const LIMIT_MS = 5000;
const TTL_MS = 60_000;

async function inspect(file: string, folder: string, serverUrl: string | undefined): Promise<Inspected> {
  const { open: _, ...subject } = await within(LIMIT_MS, `subject ${file}`, loadSubject(file));
  const { server, openWithinMs } = subject;
  if (openWithinMs !== undefined) process.send?.({ opensWithinMs: openWithinMs } satisfies Inspected);
  const url = server === undefined ? pathToFileURL(folder).href : serverUrl;
  if (url !== undefined) {
    const opened = await openModule(file)({ session, ttlMs: TTL_MS, url });
    await within(LIMIT_MS, `the check of subject ${file}`, opened.check()).catch((error: unknown) => {
      throw new Error(`subject ${file}: its store cannot serve: ${messageOf(error)}`, { cause: error });
    });
    await takesCallbacks(opened.store, TTL_MS).catch((error: unknown) => {
      throw new Error(`subject ${file} cannot be used: ${messageOf(error)}`, { cause: error });
    });
    await within(LIMIT_MS, `the close of subject ${file}`, opened.close());
  }
  return { subject };
}

// Ends with its parent; and the channel that this keeps open keeps a subject waited for that does nothing.
process.once('disconnect', () => process.exit());
const [file = '', folder = '', serverUrl] = process.argv.slice(2);
const found = await inspect(file, folder, serverUrl).catch((error: unknown): Inspected => ({
  error: messageOf(error),
}));
process.send?.(found, () => process.exit());
