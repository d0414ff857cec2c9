import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { z } from 'zod';
import { OPERATION_FIELDS, type Line } from '../../protocol/history.ts';
import { judgeHistory } from '../checker/judge-history.ts';
import { historySchema } from './json-schema.ts';
import { LINE_SCHEMAS } from './schema.ts';
import { OperationScanner } from './scanner.ts';

const docs = new URL('../../docs/', import.meta.url);
const guide = await readFile(new URL('HISTORY.md', docs), 'utf8');
const published: unknown = JSON.parse(await readFile(new URL('history.schema.json', docs), 'utf8'));
const example = /```ndjson\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';
const lines = example.trim().split('\n');

async function* bytes() {
  yield Buffer.from(example);
}

test('the published JSON Schema is what the reader checks', () => {
  assert.deepEqual(published, JSON.parse(JSON.stringify(historySchema())));
});

test('every line of the example is valid by the published schema, by its own kind and no other', () => {
  const schema = z.fromJSONSchema(published as z.core.JSONSchema.JSONSchema);
  for (const line of lines) assert.equal(schema.safeParse(JSON.parse(line)).success, true, line);
  for (const line of ['{"op":"read"}', '{"fault":"x"}', '{"history":2}', '{"t0":17}', '17'])
    assert.equal(schema.safeParse(JSON.parse(line)).success, false, line);
});

test('the example shows every kind of line, and is a sound history', async () => {
  const kinds = new Set(lines.map((line) => Object.keys(JSON.parse(line) as object)[0]));
  assert.deepEqual(kinds, new Set(Object.keys(LINE_SCHEMAS)));
  const { experiments, problems } = await judgeHistory(bytes());
  assert.deepEqual(problems, []);
  const [first] = experiments;
  assert.equal(first?.complete, true);
  assert.deepEqual(first.judgement.anomalyCounts, {});
  const passed = first.judgement.checkers.filter(({ verdict }) => verdict === 'pass');
  assert.ok(passed.some(({ checker }) => checker === 'resurrection'));
});

test('its operations are in the order that is read fastest', () => {
  const scanner = new OperationScanner();
  for (const line of lines.filter((line) => line.startsWith('{"op"')))
    assert.ok(scanner.scan(Buffer.from(line), 0, line.length), line);
});

test('the guide names every field of an operation', () => {
  for (const field of OPERATION_FIELDS) assert.ok(guide.includes(`\`${field}\``), field);
});

/** Every field of the format's types is in the schemas, and none besides: a difference does not compile. */
type Fields<T> = T extends unknown ? keyof T : never;
type Checked = z.infer<(typeof LINE_SCHEMAS)[keyof typeof LINE_SCHEMAS]>;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
test('the schemas have the fields of the types', () => {
  const same: Same<Fields<Line>, Fields<Checked>> = true;
  assert.ok(same);
});
