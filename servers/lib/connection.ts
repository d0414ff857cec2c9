import pTimeout from 'p-timeout';
import type { Figure, Reading } from './figure.ts';

const LIMIT_MS = 2000;

/** How one kind of server is asked. */
interface Asking<Connection> {
  /** What people call the server. */
  name: string;
  connect: () => Promise<Connection>;
  read: (connection: Connection) => Promise<Reading>;
  /** Lets go of it at once, whatever it is doing. */
  drop: (connection: Connection) => void;
}

/** A figure over one connection, which is made when it is first needed and thrown away with the first failure. */
export function figureOver<Connection>({ name, connect, read, drop }: Asking<Connection>): Figure {
  let connecting: Promise<Connection> | undefined;
  const forget = () => {
    void connecting?.then(drop, () => {});
    connecting = undefined;
  };
  return {
    read: async () => {
      try {
        connecting ??= connect();
        return await pTimeout(connecting.then(read), {
          milliseconds: LIMIT_MS,
          message: `${name} did not tell its figure within ${LIMIT_MS} ms`,
        });
      } catch (error) {
        forget();
        throw error;
      }
    },
    [Symbol.asyncDispose]: () => {
      forget();
      return Promise.resolve();
    },
  };
}
