import { TypeormStore, type ISession } from 'connect-typeorm';
import { DataSource, EntitySchema } from 'typeorm';
import { CHECK_LIMIT_MS, OPEN_LIMIT_MS, within } from './limit.ts';
import type { OpenStore } from './store.ts';

/** The entity of connect-typeorm's readme, without its decorators. */
const Session = new EntitySchema<ISession>({
  name: 'session',
  columns: {
    expiredAt: { type: 'bigint' },
    id: { type: 'varchar', length: 255, primary: true },
    json: { type: 'text' },
    destroyedAt: { type: Date, deleteDate: true, nullable: true },
  },
  indices: [{ columns: ['expiredAt'] }],
});

/**
 * connect-typeorm on typeorm and PostgreSQL, as its readme uses it: two expired sessions are removed with each that is
 * saved. It takes no listener for errors there, so that its first error is `disconnect`, which express-session heeds.
 */
export const open: OpenStore = async ({ url }) => {
  if (url === undefined) throw new Error('typeorm needs the address of its server');
  const source = new DataSource({ type: 'postgres', url, entities: [Session], synchronize: true });
  await within(OPEN_LIMIT_MS, 'typeorm', source.initialize());
  return {
    store: new TypeormStore({ cleanupLimit: 2 }).connect(source.getRepository(Session)),
    check: async () => {
      await within(CHECK_LIMIT_MS, 'typeorm', source.query('SELECT 1'));
    },
    close: () => source.destroy(),
  };
};
