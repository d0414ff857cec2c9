import { keptAs, KINDS, PLAIN_KINDS, type Kind } from '../../protocol/kinds.ts';
import { draft } from '../plan/draft.ts';
import { count, named, onEach, trueOnlyIf, unknown } from './claim.ts';
import { figure } from './evidence.ts';
import { EVERY_STORE } from './stores.ts';

/** Kinds that JSON has no word for. */
const UNUSUAL = (Object.keys(KINDS) as Kind[]).filter((kind) => !PLAIN_KINDS.includes(kind));

/** What came back of each kind but these: only told where all came back as JSON has them. */
const changedBut = (kept: readonly Kind[]): string =>
  UNUSUAL.filter((kind) => KINDS[kind] !== undefined && !kept.includes(kind))
    .map((kind) => `${kind} as ${KINDS[kind] === 'undefined' ? 'nothing' : KINDS[kind]}`)
    .join(', ');

export const nestedObjectsAreSafe = onEach({
  id: 'C11',
  text: 'Values are kept as JSON, so nested objects are safe',
  source:
    'express-session readme, req.session: "serialized as JSON by the store, so nested objects are typically fine"',
  stores: EVERY_STORE,
  experiments: (store) => ({
    kinds: draft({
      title: 'Values of every kind, put in and looked at',
      subject: { store },
      load: { workload: 'kinds', clients: 4, rate: 200, durationMs: 3000 },
    }),
  }),
  judge(experiments) {
    const experiment = named(experiments, 'kinds');
    const [whole, changed, otherwise, unanswered, gone] = (
      ['kept whole', 'as JSON', 'otherwise', 'unanswered', 'gone'] as const
    ).map((name) => figure(experiment, name)) as [number, number, number, number, number];
    const kept = UNUSUAL.filter((kind) => figure(experiment, keptAs(kind)) > 0);
    const measured =
      `${count(whole)} nested values and nulls came back as they were, ${count(changed)} others as JSON changes them, ` +
      `${count(otherwise)} otherwise; of bigints ${count(unanswered)} were never answered and ${count(gone)} were ` +
      `acknowledged and are gone${kept.length === 0 ? '' : `; exactly as they were put in: ${kept.join(', ')}`}`;
    if (whole === 0) return unknown('no nested value came back', measured);
    if (otherwise > 0) return { measured, verdict: 'refuted', reason: 'not what JSON makes of them' };
    if (changed + unanswered + gone === 0) return { measured, verdict: 'shown' };
    return trueOnlyIf(
      `JSON has a word for the value. Else it comes back changed: ${changedBut(kept)}`,
      measured,
    );
  },
});
