import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Bins } from './bins.ts';

const bin = fc.oneof(fc.nat(300), fc.nat({ max: 10 ** 10 }));

test('counts between any two bins, and up to any, are those of the bins one by one', () => {
  fc.assert(
    fc.property(fc.array(bin), bin, bin, fc.array(bin), (counted, from, until, others) => {
      const [bins, other] = [new Bins(), new Bins()];
      for (const each of counted) bins.add(each);
      for (const each of others) other.add(each);
      const between = (of: readonly number[]) => of.filter((each) => each >= from && each < until).length;
      assert.equal(bins.between(from, until), between(counted));
      assert.equal(bins.between(-Infinity, Infinity), counted.length);
      bins.addAll(other);
      assert.equal(bins.between(from, until), between([...counted, ...others]));
      const upTo = bins.upTo();
      for (const each of [0, from, until, Infinity])
        assert.equal(upTo(each), [...counted, ...others].filter((one) => one < each).length);
    }),
  );
});
