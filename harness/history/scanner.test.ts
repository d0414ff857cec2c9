import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import test from 'node:test';
import * as fc from 'fast-check';
import { OPERATION_FIELDS, OPERATIONS, OUTCOMES, type OperationLine } from '../../protocol/history.ts';
import { decode } from './decode.ts';
import { encode } from './encode.ts';
import { OperationScanner } from './scanner.ts';

const text = fc.oneof(fc.stringMatching(/^[a-z0-9:-]{0,12}$/), fc.string(), fc.string({ unit: 'binary' }));
const number = fc.oneof(
  fc.nat().map((n) => n / 1000),
  fc.nat(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const value = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const operation = fc.record(
  {
    op: fc.constantFrom(...OPERATIONS),
    session: text,
    client: text,
    key: text,
    value,
    absent: fc.constant(true),
    owner: text,
    outcome: fc.constantFrom(...OUTCOMES),
    due: number,
    start: number,
    end: number,
    status: number,
    instance: text,
    error: text,
    next: text,
    idKept: fc.boolean(),
    idChosen: fc.boolean(),
    dropped: fc.boolean(),
    refused: fc.oneof(text, fc.constant(false)),
    strayed: fc.oneof(text, fc.constant(false)),
    last: fc.constant(true),
  },
  { requiredKeys: ['op', 'session', 'client', 'outcome', 'due', 'start', 'end'], noNullPrototype: true },
) as fc.Arbitrary<OperationLine>;

// One for all, so that what it remembers of earlier lines is put to the test too.
const scanner = new OperationScanner();
const scan = (line: string) => {
  const bytes = Buffer.from(line);
  return scanner.scan(bytes, 0, bytes.length);
};
const theLongWay = (line: string) => {
  const decoded = decode(line);
  return decoded.kind === 'op' ? decoded.line : undefined;
};

test('whatever the fast way reads, it reads as JSON.parse does', () => {
  fc.assert(
    fc.property(operation, (op) => {
      const line = encode(op).trimEnd();
      const fast = scan(line);
      if (fast !== undefined) assert.deepEqual(fast, theLongWay(line));
    }),
    { numRuns: 2000 },
  );
});

test('a line that was damaged in any one place is never read as another operation than JSON.parse reads', () => {
  fc.assert(
    fc.property(operation, fc.nat(), fc.string({ maxLength: 3 }), fc.nat(3), (op, at, put, cut) => {
      const line = encode(op).trimEnd();
      const place = at % line.length;
      const damaged = line.slice(0, place) + put + line.slice(place + cut);
      const fast = scan(damaged);
      if (fast !== undefined) assert.deepEqual(fast, theLongWay(damaged));
    }),
    { numRuns: 5000 },
  );
});

test('what the recorder writes is read the fast way', () => {
  const op: OperationLine = {
    op: 'write',
    session: 's-0193',
    client: 'c7',
    key: 'a',
    value: 's-0193:41',
    outcome: 'ok',
    due: 14812,
    start: 14812.125,
    end: 14815.75,
    status: 200,
    instance: 'app-2',
  };
  assert.deepEqual({ ...scan(encode(op).trimEnd()) }, { ...theLongWay(encode(op)) });
  const rare = {
    error: 'reset',
    next: 's-2',
    idKept: false,
    dropped: true,
    refused: 'why',
    strayed: 'where',
  };
  assert.ok(scan(encode({ ...op, ...rare, last: true }).trimEnd()));
  assert.ok(scan(encode({ ...op, refused: false, strayed: false }).trimEnd()));
});

test('fields are written in the canonical order, whatever order they were given in', () => {
  const line = encode({ end: 2, start: 1, due: 1, outcome: 'ok', client: 'c', session: 's', op: 'read' });
  const order = Object.keys(JSON.parse(line) as object);
  assert.deepEqual(
    order,
    OPERATION_FIELDS.filter((field) => order.includes(field)),
  );
});

const dueAt = (due: string) =>
  `{"op":"read","session":"s","client":"c","outcome":"ok","due":${due},"start":1,"end":2}`;

test('a number that a division would round is left to JSON.parse', () => {
  assert.equal(scan(dueAt('0.1'))?.due, 0.1);
  for (const due of ['01', '1.', '1e3', '-1', '12345678901234567', '.5', ''])
    assert.equal(scan(dueAt(due)), undefined);
});
