import type { Finding } from './finding.ts';
import type { Judgement, UnsavedInterval } from './judgement.ts';
import type { AnomalyKind } from '../model/kinds.ts';
import { layerOf } from './layer.ts';

/** Which of the losses were of updates that the app acknowledged and never saved. */
export class NeverSaved {
  readonly #lost: { kind: AnomalyKind; update: NonNullable<Finding['lost']> }[] = [];

  add(kind: AnomalyKind, { lost }: Finding): void {
    if (lost !== undefined) this.#lost.push({ kind, update: lost });
  }

  /** When all is told: what the app counted as not saved may be recorded after the loss was seen. */
  counts(unsaved: readonly UnsavedInterval[]): Judgement['unsavedCounts'] {
    const counts: Judgement['unsavedCounts'] = {};
    for (const { kind, update } of this.#lost)
      if (layerOf(update, unsaved) !== undefined) counts[kind] = (counts[kind] ?? 0) + 1;
    return counts;
  }
}
