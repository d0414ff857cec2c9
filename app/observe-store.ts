import type { IncomingMessage, ServerResponse } from 'node:http';
import type session from 'express-session';
import type { Metrics } from './metrics.ts';

const OBSERVED = ['get', 'set', 'touch', 'destroy', 'all', 'length', 'clear'] as const;
type Operation = (typeof OBSERVED)[number];
type Method = (...parameters: unknown[]) => unknown;
type Callback = (...results: unknown[]) => void;

/**
 * Measures every operation of a store and changes nothing that express-session, or anyone else, can see: it is
 * the same object, a method that was not there is still not there, arguments, `this`, return values, errors and
 * the callback's arguments pass through untouched, and each method keeps its name and length.
 */
export function observeStore<S extends session.Store>(store: S, metrics: Metrics): S {
  for (const operation of OBSERVED) {
    const original = (store as unknown as Partial<Record<Operation, Method>>)[operation];
    if (typeof original !== 'function') continue;
    Object.defineProperty(store, operation, {
      value: observed(operation, original, metrics),
      writable: true,
      configurable: true,
      enumerable: false,
    });
  }
  return store;
}

function observed(operation: Operation, original: Method, metrics: Metrics): Method {
  const label = { operation };
  const took = metrics.storeDurations.of(operation);
  const waits = metrics.storeWaiting.of(operation);
  // A counter that is first seen with a value has no increase in Prometheus: the first errors would be missed.
  metrics.storeErrors.inc(label, 0);
  metrics.storeRepeats.inc(label, 0);
  const settle = (startedMs: number, error: unknown, parameters: unknown[]) => {
    took((performance.now() - startedMs) / 1000);
    if (error != null) metrics.storeErrors.inc(label);
    if (operation === 'set') noteSave(error, parameters, metrics);
  };
  const method = function (this: session.Store, ...parameters: unknown[]): unknown {
    const last = parameters.length - 1;
    const callback = parameters[last];
    const startedMs = performance.now();
    let calledBack: (() => void) | undefined;
    if (typeof callback === 'function') {
      calledBack = waits(startedMs);
      let hasCalledBack = false;
      parameters[last] = function (this: unknown, ...results: unknown[]) {
        if (hasCalledBack) {
          metrics.storeRepeats.inc(label);
        } else {
          hasCalledBack = true;
          calledBack?.();
          settle(startedMs, results[0], parameters);
        }
        (callback as Callback).apply(this, results);
      };
    }
    try {
      return original.apply(this, parameters);
    } catch (error) {
      calledBack?.();
      settle(startedMs, error, parameters);
      throw error;
    }
  };
  Object.defineProperty(method, 'name', { value: original.name, configurable: true });
  Object.defineProperty(method, 'length', { value: original.length, configurable: true });
  return method;
}

/** express-session gives every session its request, unseen by JSON (session/session.js, `defineProperty req`). */
interface SavedSession {
  req?: IncomingMessage & { res?: ServerResponse };
}

function noteSave(error: unknown, [sid, saved]: unknown[], metrics: Metrics): void {
  const request = (saved as SavedSession | undefined)?.req;
  if (request === undefined) return;
  if (error == null) {
    // The id that a client brought is in its cookie; a session saved under another id was made by this request.
    if (!(request.headers.cookie ?? '').includes(String(sid))) metrics.sessionsCreated.inc();
    return;
  }
  const response = request.res;
  if (response === undefined) return;
  const count = () => {
    if (response.headersSent && response.statusCode < 400) metrics.unsaved.inc();
  };
  // An implicit save runs inside res.end(): the status is fixed. An awaited one may still become a 500.
  if (response.headersSent || response.writableEnded) count();
  else response.once('close', count);
}
