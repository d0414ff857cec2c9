import cookieSession from 'cookie-session';
import type { Request } from 'express';
import type { OpenMiddleware } from './store.ts';

/**
 * cookie-session with its defaults: the session itself is in the client's signed cookie, and no store keeps it. The
 * cookie's age is the only thing that ends it, and the client the only one to look at that.
 */
export const open: OpenMiddleware = ({ ttlMs }) =>
  Promise.resolve({
    middleware: ({ secrets, secure }) => {
      // Left to itself it looks at how the request came, which is what express-session calls auto.
      const keep = cookieSession({
        keys: [...secrets],
        maxAge: ttlMs,
        ...(secure === 'auto' ? {} : { secure }),
      });
      return (request, response, next) =>
        void keep(request, response, (error?: unknown) => {
          if (error === undefined) lendMethods(request);
          next(error);
        });
    },
    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
  });

type Done = ((error?: unknown) => void) | undefined;

/**
 * The methods of express-session's sessions, which apps and their login middleware call and cookie-session has not:
 * each does what comes nearest with cookie-session's own means, which is to assign to `request.session`.
 */
function lendMethods(request: Request): void {
  const { get, set } = Object.getOwnPropertyDescriptor(request, 'session') as Required<PropertyDescriptor>;
  const brought = JSON.stringify(get.call(request));
  const assign = (value: object | null, done: Done) => {
    set.call(request, value);
    if (done) process.nextTick(done);
  };
  const methods: Record<string, (done?: Done) => void> = {
    // There is nothing to write to: what the session is when the headers leave is what is saved.
    save: (done) => done && process.nextTick(done),
    reload: (done) => assign(JSON.parse(brought) as object, done),
    regenerate: (done) => assign({}, done),
    destroy: (done) => assign(null, done),
  };
  // Unseen by JSON, or they would be kept in the cookie.
  const properties = Object.fromEntries(
    Object.entries(methods).map(([name, value]) => [name, { value, configurable: true }]),
  );
  Object.defineProperty(request, 'session', {
    configurable: true,
    enumerable: true,
    get: () => {
      const session = get.call(request) as object | null;
      return session && Object.defineProperties(session, properties);
    },
    set: (value) => {
      set.call(request, value);
    },
  });
}
