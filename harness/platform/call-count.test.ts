import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { parseAppConfig } from '../../app/config.ts';
import { createTarget } from '../../app/target.ts';
import { serve, visitor } from '../../app/testing.ts';
import { CONFIDENTIAL, ROUTES } from '../../protocol/routes.ts';
import { temporaryFolder } from '../../test/holdfast.ts';
import { countCalls } from './call-count.ts';
import { contentsOfFolder } from './process/contents/folder.ts';
import type { AppInstance, StartedSubject } from './subject.ts';

/** A subject of instances that are up already. */
const subjectOf = (urls: readonly string[], contents?: () => Promise<string[]>): StartedSubject => ({
  targets: urls,
  instances: urls.map((url, index) => ({ name: `app-${index + 1}`, url }) as AppInstance),
  server: undefined,
  wires: [],
  ...(contents ? { contents } : {}),
  controlToken: '',
  [Symbol.asyncDispose]: () => Promise.resolve(),
});

test('calls of the store are added up over instances, and sessions that they hold', async () => {
  const target = await createTarget(parseAppConfig({ HOLDFAST_STORE: 'memory' }));
  await using served = await serve(target.app);
  const { request } = visitor(served.url);
  await request('POST', ROUTES.session, { owner: 'o' });
  await request('GET', `${ROUTES.key}/a`);
  const figures = await countCalls(subjectOf([served.url, served.url]), { look: 'texts' });
  assert.equal(figures['calls.set'], 2);
  assert.equal(figures['calls.get'], 2);
  assert.equal(figures['calls.destroy'], 0);
  assert.equal(figures['held'], 2);
  assert.equal(figures['texts'], undefined);
  await target.close();
});

test('what a store keeps is looked through only when that is asked for', async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, 'sessions'));
  await writeFile(join(folder.path, 'sessions', 'a.json'), JSON.stringify({ card: CONFIDENTIAL }));
  await writeFile(join(folder.path, 'sessions', 'b.json'), '{}');
  const subject = subjectOf([], () => contentsOfFolder(pathToFileURL(folder.path).href));
  assert.deepEqual(await countCalls(subject, { look: 'texts' }), { texts: 2, 'in the clear': 1 });
  assert.deepEqual(await countCalls(subject, { look: 'number' }), { held: 2 });
  assert.deepEqual(await countCalls(subject, { look: 'nothing' }), {});
});

test('an instance that does not answer leaves nothing counted', async () => {
  await assert.rejects(countCalls(subjectOf(['http://127.0.0.1:1']), { look: 'nothing' }));
});
