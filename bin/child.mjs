import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Passes every signal that the launcher gets on to `child`, until the returned function is called. */
export function forwardSignals(child) {
  const forward = (signal) => child.kill(signal);
  for (const signal of FORWARDED) process.on(signal, forward);
  return () => {
    for (const signal of FORWARDED) process.off(signal, forward);
  };
}

/** The shell's convention, so that a caller cannot tell the launcher from the child. */
export const exitCodeOf = (code, signal) => code ?? 128 + constants.signals[signal];

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * The user's environment, but that no proxy is used to reach this machine: Node takes one for every address
 * (NODE_USE_ENV_PROXY), and what a run has started answers nobody's proxy.
 */
function withoutProxyHere(env) {
  // The small letters win, also where they say nothing.
  const spared = env.no_proxy ?? env.NO_PROXY ?? '';
  if (spared === '*') return env;
  const names = [...spared.split(',').filter((name) => name.trim() !== ''), ...LOOPBACK].join(',');
  return { ...env, no_proxy: names, NO_PROXY: names };
}

/**
 * Runs Node on `args` with the launcher's own terminal; resolves to the exit code, and to what the child says is missing
 * of npm's packages. In the folder `compiled`, if there is one, Node keeps what it has compiled and stripped of types
 * for the next time (https://nodejs.org/api/module.html#module-compile-cache); it is each clone's own, also where one
 * starts another.
 */
export function runChild(node, args, { compiled } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: withoutProxyHere(compiled ? { ...process.env, NODE_COMPILE_CACHE: compiled } : process.env),
    });
    const stop = forwardSignals(child);
    let missing;
    child.on('message', (message) => (missing = message.missing));
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      stop();
      resolve({ code: exitCodeOf(code, signal), missing });
    });
  });
}
