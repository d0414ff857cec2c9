import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Child } from '../../../process/child.ts';
import type { Reaper } from '../../../process/reaper.ts';
import { SECRET_NAME } from '../../../secrets/secret-name.ts';
import { containerOf, type Container } from '../../compose/containers.ts';

const LOOK_EVERY_MS = 250;

export interface Printing {
  container: Container;
  /** Of its log. */
  name: string;
}

/**
 * Writes what containers print from now on to `<name>.log`, over all their starts; what their environment calls a secret is
 * left out. Of one whose logs go nowhere nothing is written. Disposing of it ends that. Never rejects: no verdict hangs on it.
 */
export function keepLogs(
  printing: readonly Printing[],
  { logFolder, reaper }: { logFolder: string; reaper: Reaper },
): AsyncDisposable {
  const over = new AbortController();
  const following = printing.map((each) => follow(each, { logFolder, reaper, signal: over.signal }));
  return {
    async [Symbol.asyncDispose]() {
      over.abort();
      await Promise.all(following);
    },
  };
}

interface FollowContext {
  logFolder: string;
  reaper: Reaper;
  signal: AbortSignal;
}

/** `docker logs --follow` ends with the container; of each start after that everything is wanted. */
async function follow({ container, name }: Printing, context: FollowContext): Promise<void> {
  const { Id, HostConfig, State } = container;
  if (HostConfig.LogConfig?.Type === 'none') return;
  const { signal } = context;
  try {
    await written(container, ['--tail', '0'], name, context);
    for (let before = State.StartedAt; !signal.aborted; await delay(LOOK_EVERY_MS, undefined, { signal })) {
      const { State: now } = await containerOf(Id, signal);
      if (!now.Running || now.StartedAt === undefined || now.StartedAt === before) continue;
      before = now.StartedAt;
      await written(container, ['--since', before], name, context);
    }
  } catch {
    // It is over, or the container is gone.
  }
}

async function written(
  { Id, Config }: Container,
  from: readonly string[],
  name: string,
  { logFolder, reaper, signal }: FollowContext,
): Promise<void> {
  await using child = new Child({
    name: `logs of ${name}`,
    command: 'docker',
    args: ['logs', '--follow', ...from, Id],
    logFile: join(logFolder, `${name}.log`),
    secrets: secretsIn(Config.Env),
    reaper,
  });
  const over = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => over.resolve(), { once: true });
  if (signal.aborted) over.resolve();
  await Promise.race([child.exited, over.promise]);
}

const secretsIn = (env: readonly string[]) =>
  env.flatMap((text) => {
    const [name = '', ...value] = text.split('=');
    return SECRET_NAME.test(name) && value.join('=') !== '' ? [value.join('=')] : [];
  });
