import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '@prisma/client';
import { PrismaSessionStore } from '@quixo3/prisma-session-store';
import { CHECK_LIMIT_MS, OPEN_LIMIT_MS, within } from './limit.ts';
import type { OpenStore } from './store.ts';

/** As `prisma migrate` would make it of tools/prisma/schema.prisma. */
const TABLE = `CREATE TABLE IF NOT EXISTS "Session" (
  "id" TEXT PRIMARY KEY, "sid" TEXT NOT NULL UNIQUE, "data" TEXT NOT NULL, "expiresAt" TIMESTAMP(3) NOT NULL
)`;

/** @quixo3/prisma-session-store on Prisma 7 and PostgreSQL, with the options of its readme. */
export const open: OpenStore = async ({ url }) => {
  if (url === undefined) throw new Error('prisma needs the address of its server');
  const adapter = new PrismaPg(
    { connectionString: url },
    // What befalls an idle connection; it is told as other errors are where a query needs it.
    { onPoolError: (error) => console.error(`prisma: ${error.message}`) },
  );
  const prisma = new PrismaClient({ adapter });
  try {
    await within(OPEN_LIMIT_MS, 'prisma', prisma.$executeRawUnsafe(TABLE));
  } catch (error) {
    void prisma.$disconnect().catch(() => {});
    throw error;
  }
  const store = new PrismaSessionStore(prisma, {
    checkPeriod: 120_000,
    dbRecordIdIsSessionId: true,
  });
  return {
    store,
    check: async () => {
      await within(CHECK_LIMIT_MS, 'prisma', prisma.$queryRawUnsafe('SELECT 1'));
    },
    close: () => store.shutdown(),
  };
};
