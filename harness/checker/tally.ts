import type { OperationLine } from '../../protocol/history.ts';
import type { Judgement } from './judgement.ts';
import { isUpdate, sawAbsence } from './facts/effects.ts';

/** The counts of an experiment that are plain sums over its operations. */
export class Tally {
  operations = 0;
  ok = 0;
  fail = 0;
  info = 0;
  reads = 0;
  readsAbsent = 0;
  writesAcknowledged = 0;

  add(op: OperationLine): void {
    this.operations++;
    if (op.outcome === 'ok') this.ok++;
    else if (op.outcome === 'fail') this.fail++;
    else this.info++;
    if (op.op === 'read') {
      const isAbsent = op.absent === true && sawAbsence(op);
      if (isAbsent) this.readsAbsent++;
      if (isAbsent || op.outcome === 'ok') this.reads++;
    } else if (op.outcome === 'ok' && op.absent === undefined && writes(op)) this.writesAcknowledged++;
  }

  counts(
    rest: Pick<Judgement['counts'], 'writesLost' | 'sessions' | 'sessionsLost' | 'sessionsUnavailable'>,
  ) {
    const { operations, ok, fail, info, reads, readsAbsent, writesAcknowledged } = this;
    return { operations, ok, fail, info, reads, readsAbsent, writesAcknowledged, ...rest };
  }
}

const writes = (op: OperationLine) => isUpdate(op) || (op.key !== undefined && op.value !== undefined);
