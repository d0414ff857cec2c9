/**
 * kinds: every kind of value that people put into sessions (Date, NaN, Map, Buffer, ... and a bigint, which JSON cannot
 * write), put into one and looked at in the next request. Counted is how each came back.
 */
import { keptAs, KINDS, PLAIN_KINDS } from '../protocol/kinds.ts';
import { KIND_ASKINGS } from './lib/kinds.ts';
import { unlessOk } from './lib/leaving.ts';
import { note } from './lib/note.ts';
import { scenario, type ClientRun } from './lib/scenario.ts';
import type { IsLast } from './lib/session-client.ts';
import { settings } from './lib/settings.ts';

const config = settings('kinds', { clients: 3 });
const { options, setup, run: main, restart, teardown } = scenario(config, live);
export { options, setup, restart, teardown };
export default main;

function live({ client, pacer, clock }: ClientRun): void {
  const seen = { 'kept whole': 0, 'as JSON': 0, otherwise: 0, unanswered: 0, gone: 0 };
  // Of each kind that JSON has no word for, how often it came back all the same.
  const kept: { [name: string]: number } = {};
  for (let visit = 1; pacer.nextDue < config.durationMs; visit++) {
    const session = client.open(`${client.id}-${visit}`);
    if (client.create(session, pacer.wait(), undefined, unlessOk).outcome !== 'ok') continue;
    for (const { kind, put, look } of KIND_ASKINGS) {
      const isLastKind = kind === KIND_ASKINGS.at(-1)?.kind;
      const isLast: IsLast = (line) => isLastKind && unlessOk(line);
      const { outcome } = client.ask(session, put, pacer.wait(), undefined, isLast);
      if (outcome === 'info') seen.unanswered++;
      if (outcome !== 'ok') continue;
      let isAsPutIn = false;
      const asking = look((asPutIn) => (isAsPutIn = asPutIn));
      const line = client.ask(session, asking, pacer.wait(), undefined, () => isLastKind);
      if (line.outcome !== 'ok') continue;
      const asJson = KINDS[kind];
      if (isAsPutIn && !PLAIN_KINDS.includes(kind)) {
        const name = keptAs(kind);
        kept[name] = (kept[name] ?? 0) + 1;
        continue;
      }
      // JSON has no way to write it: it was answered as though it had been kept.
      if (asJson === undefined && (line.absent === true || line.value === null)) seen.gone++;
      else if (line.absent === true || line.value !== asJson) seen.otherwise++;
      else if (PLAIN_KINDS.includes(kind)) seen['kept whole']++;
      else seen['as JSON']++;
    }
  }
  note(config, 'kinds of values, and how they came back', clock(), { ...seen, ...kept });
}
