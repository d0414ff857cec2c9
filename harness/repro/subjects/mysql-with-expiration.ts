import createMySQLStore from 'express-mysql-session';
import { createPool } from 'mysql2/promise';
import { defineSubject } from '../../../app/subject.ts';

/** express-mysql-session that is told by its own option how long sessions live, and sweeps as seldom as it does by default. */
export default defineSubject({
  name: 'express-mysql-session with expiration',
  open: async ({ session, url, ttlMs }) => {
    const pool = createPool(url);
    const store = new (createMySQLStore(session))({ expiration: ttlMs }, pool);
    await store.onReady();
    return {
      store,
      close: async () => {
        await store.close();
        await pool.end();
      },
    };
  },
});
