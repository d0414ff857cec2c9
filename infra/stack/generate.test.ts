import { test } from 'node:test';
import { execa } from 'execa';

test('the committed files that name the stores are what the catalogue of stores makes', async () => {
  await execa(process.execPath, ['infra/stack/generate.ts', '--check'], {
    cwd: new URL('../..', import.meta.url),
    timeout: 600_000,
  });
});
