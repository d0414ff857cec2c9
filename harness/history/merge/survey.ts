import type { ClockLine, ExperimentLine, HistoryLine } from '../../../protocol/history.ts';
import { usageError } from '../../errors.ts';
import { decode } from '../decode.ts';
import { eachLine, LONGEST_LINE_BYTES } from '../lines.ts';
import { NameHash } from '../name-hash.ts';
import { OperationCut } from '../operation-cut.ts';
import { grouped } from '../problem.ts';
import type { Links } from './links.ts';
import type { Owners } from './owners.ts';

/** A history of one of several recorders of a run. */
export interface Part {
  /** As messages call it. */
  name: string;
  /** Its bytes from the beginning; it is read twice. */
  open: () => AsyncIterable<Uint8Array>;
}

/** What a part says of one experiment, but for its operations. */
export interface Surveyed {
  line: ExperimentLine;
  clocks: ClockLine[];
  /** The latest moment that it tells of, as far as its lines are in order. */
  untilMs: number;
  isEnded: boolean;
  /** As its end says. */
  operations: number | undefined;
}

export interface Survey {
  part: Part;
  history: HistoryLine | undefined;
  experiments: Map<string, Surveyed>;
}

export interface Seen {
  clients: Owners;
  sessions: Owners;
  links: Links;
}

/**
 * Goes through one part before it is merged: its clock is compared last where it ends, and whose a session is shows when
 * all parts were seen. Throws a usage error for what is no part of the same run.
 */
export async function survey(part: Part, index: number, seen: Seen): Promise<Survey> {
  const surveyed: Survey = { part, history: undefined, experiments: new Map() };
  const cut = new OperationCut();
  const next = new NameHash();
  let open: Surveyed | undefined;
  let number = 0;

  await eachLine(part.open(), (bytes, from, to) => {
    number++;
    if (cut.times(bytes, from, to) && !cut.isRegenerate) {
      operation(cut.client, () => bytes.toString('utf8', from, to));
      seen.sessions.add(cut.session, index);
      if (open !== undefined && cut.end > open.untilMs) open.untilMs = cut.end;
      return;
    }
    if (to - from > LONGEST_LINE_BYTES) return;
    const decoded = decode(bytes.toString('utf8', from, to));
    switch (decoded.kind) {
      case 'op': {
        const { line } = decoded;
        operation(cut.client.ofText(line.client), () => line.client);
        seen.sessions.add(cut.session.ofText(line.session), index);
        if (line.next !== undefined) {
          seen.sessions.add(next.ofText(line.next), index);
          seen.links.add(cut.session, next);
        }
        if (open !== undefined && line.end > open.untilMs) open.untilMs = line.end;
        break;
      }
      case 'history':
        surveyed.history ??= decoded.line;
        break;
      case 'experiment':
        if (surveyed.experiments.has(decoded.line.experiment))
          throw usageError(
            `${part.name}: line ${grouped(number)} opens experiment ${decoded.line.experiment} a second time`,
          );
        open = { line: decoded.line, clocks: [], untilMs: 0, isEnded: false, operations: undefined };
        surveyed.experiments.set(decoded.line.experiment, open);
        break;
      case 'clock':
        open?.clocks.push(decoded.line);
        break;
      case 'end':
        if (open?.line.experiment === decoded.line.end) {
          open.isEnded = true;
          open.operations = decoded.line.operations;
        }
        open = undefined;
        break;
      case 'fault':
      case 'sample':
      case 'unsaved':
      case 'starved':
      case 'printed':
      case 'note':
      case 'done':
      case 'not':
    }
  });
  // An empty one is of a recorder that ended before it began: what it was to do is missing from the whole.
  if (number > 0 && surveyed.history === undefined && surveyed.experiments.size === 0)
    throw usageError(`${part.name} is no history`, {
      next: 'give the files that the recorders of one run wrote, each in the format of docs/HISTORY.md',
    });
  return surveyed;

  function operation(client: NameHash, text: () => string): void {
    if (open === undefined)
      throw usageError(`${part.name}: line ${grouped(number)} is an operation outside an experiment`);
    if (!seen.clients.add(client, index)) return;
    const name = /"client":"([^"]*)"/.exec(text())?.[1] ?? text();
    throw usageError(`client ${name} is in ${part.name} (line ${grouped(number)}) and in another part`, {
      next: 'parts of one run have no client in common: k6 needs a segment of its own for each (--execution-segment)',
    });
  }
}
