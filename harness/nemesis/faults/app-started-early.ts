import { setTimeout as delay } from 'node:timers/promises';
import { ROUTES } from '../../../protocol/routes.ts';
import { messageOf } from '../../errors.ts';
import type { AppInstance } from '../../platform/subject.ts';
import type { InjectFault } from './fault.ts';
import { partOf } from './part-of.ts';
import { wireOf } from './wire-of.ts';

const ANSWER_LIMIT_MS = 2000;

/** Starts an instance while its store is away, and brings that back after the fault's time. */
export const startEarly: InjectFault = async (context) => {
  const { durationMs, signal } = context;
  const instance = partOf('app', context) as AppInstance;
  const wire = wireOf(context);
  const ended = await instance.end('SIGTERM');
  let starting: Promise<unknown> = Promise.resolve();
  try {
    await wire.cut();
    starting = instance.start().then(
      () => undefined,
      (error: unknown) => error,
    );
    await delay(durationMs, undefined, { signal });
    if (await isReady(instance)) throw new Error(`${instance.name} was ready without its store`);
  } finally {
    await wire.restore();
  }
  const failed = await starting;
  // What a supervisor does with an app that could not start.
  if (failed !== undefined) await instance.start();
  return {
    seen: 'its wire refused connections, and it was not ready before that was restored',
    pidBefore: ended.pid,
    pidAfter: instance.pid,
    ...(failed === undefined ? {} : { endedWithoutStore: messageOf(failed), startedAgain: true }),
  };
};

const isReady = ({ url }: AppInstance): Promise<boolean> =>
  fetch(url + ROUTES.health, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) }).then(
    ({ ok }) => ok,
    () => false,
  );
