import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Random } from '../../model/random.ts';
import { jointly } from './jointly.ts';

test('of one figure they are the probabilities of the signed-rank test', () => {
  assert.deepEqual(jointly([[1, 2, 3]]), [1 / 8]);
  // Below 1 + 2 + 3 - 2 * 1 = 4 are none but 6 and 4.
  assert.deepEqual(jointly([[-1, 2, 3]]), [2 / 8]);
  assert.deepEqual(jointly([[0, 0, 0]]), [1]);
});

test('figures that are alike cost what one of them does, and others cost more', () => {
  const one = [1, 2, 3, 4, 5, 6];
  assert.deepEqual(jointly([one, one, one.map((value) => value * 7)]), [1 / 64, 1 / 64, 1 / 64]);
  const turned = one.map((value, at) => (at % 2 === 0 ? value : -value));
  assert.ok((jointly([one, turned])[0] ?? 0) > 1 / 64);
});

test('where not all ways are gone through, those that are drawn say the same, and the same again', () => {
  const random = new Random(3);
  const figures = Array.from({ length: 5 }, () => Array.from({ length: 12 }, () => random.next() - 0.35));
  const full = jointly(figures);
  // A round without any difference changes nothing but that there are more ways than are gone through.
  const longer = figures.map((figure) => [...figure, 0]);
  const drawn = jointly(longer);
  assert.deepEqual(jointly(longer), drawn);
  drawn.forEach((each, at) => assert.ok(Math.abs(each - (full[at] ?? 0)) < 0.03, `${each}, ${full[at]}`));
});

test('of figures without a difference, one comes as far as one in a hundred in as many decisions', () => {
  const random = new Random(11);
  let alarms = 0;
  for (let decision = 0; decision < 600; decision++) {
    const wave = Array.from({ length: 10 }, () => random.next() - 0.5);
    const figures = Array.from({ length: 8 }, (_, of) =>
      wave.map((common) => common * (of % 2) + (random.next() - 0.5) ** 3),
    );
    if (jointly(figures).some((each) => each <= 0.01)) alarms++;
  }
  assert.ok(alarms <= 600 * 0.01 + 3.1 * Math.sqrt(600 * 0.01 * 0.99), `${alarms}`);
});
