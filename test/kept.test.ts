import { createReadStream, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { analyse } from '../harness/analysis/analyse.ts';
import { planSchema } from '../harness/model/plan.ts';

/**
 * Runs that were kept, judged again: what is only moved or renamed changes no byte of what they come to. Whoever
 * changes a rule on purpose writes their results anew, and looks at what changed:
 *
 *     node --test --test-update-snapshots test/kept.test.ts && git diff test/kept
 */
const KEPT = fileURLToPath(new URL('kept', import.meta.url));

const asFile = { serializers: [(value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`] };

for (const folder of globSync(join(KEPT, '*/')).toSorted()) {
  const open = (): AsyncIterable<Uint8Array> =>
    createReadStream(join(folder, 'history.ndjson.gz')).pipe(createGunzip());

  test(`${basename(folder)}: a plan and a history give the results that they gave`, async (t) => {
    const plan = planSchema.parse(JSON.parse(await readFile(join(folder, 'plan.json'), 'utf8')));
    t.assert.fileSnapshot(await analyse(plan, open), join(folder, 'results.json'), asFile);
  });
}
