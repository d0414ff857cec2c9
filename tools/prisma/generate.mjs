/** Has Prisma make its client from the schema beside this file, as `npx prisma generate` does. */
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  process.execPath,
  ['node_modules/prisma/build/index.js', 'generate', '--schema=schema.prisma', '--no-hints'],
  {
    cwd: import.meta.dirname,
    stdio: 'inherit',
    env: {
      ...process.env,
      CHECKPOINT_DISABLE: '1',
      // Prisma fetches an engine that npm's registry does not have, and that it does not use for this, unless it is
      // told of a file that would be it.
      PRISMA_SCHEMA_ENGINE_BINARY: 'package.json',
    },
  },
);
process.exitCode = status ?? 1;
