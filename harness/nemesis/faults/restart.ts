import type { AppInstance } from '../../platform/subject.ts';
import type { Evidence, FaultContext, InjectFault } from './fault.ts';

/** Ends an app instance with the signal, starts it again at once, and waits until it is ready. */
export function endAndStart(signal: 'SIGTERM' | 'SIGKILL'): InjectFault {
  return async (context): Promise<Evidence> => {
    const instance = instanceOf(context);
    const startedMs = performance.now();
    const ended = await instance.end(signal);
    const goneAfterMs = Math.round(performance.now() - startedMs);
    await instance.start();
    const readyAfterMs = Math.round(performance.now() - startedMs);
    if (instance.pid === ended.pid) throw new Error(`${instance.name} is still process ${ended.pid}`);
    return {
      signal,
      exit: ended.exit,
      pidBefore: ended.pid,
      pidAfter: instance.pid,
      goneAfterMs,
      readyAfterMs,
    };
  };
}

function instanceOf({ subject, target }: FaultContext): AppInstance {
  const instance = subject.instances.find(({ name }) => name === target);
  if (instance === undefined) throw new Error(`there is no instance ${target}`);
  return instance;
}
