import type { ClockLine, ExperimentLine, HistoryLine } from '../../../protocol/history.ts';
import { usageError } from '../../errors.ts';
import { decode } from '../decode.ts';
import { eachLine, LONGEST_LINE_BYTES } from '../lines.ts';
import { NameHash } from '../name-hash.ts';
import { OperationCut } from '../operation-cut.ts';
import { grouped } from '../problem.ts';
import { Links } from './links.ts';
import { Owners, type Names } from './owners.ts';

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
  /** As its end says, or else its clients when they are done; undefined: they do not say. */
  operations: number | undefined;
}

/** All that has to be known of a part before any is merged; one thread can hand it to another. */
export interface Survey {
  /** As messages call the part. */
  name: string;
  history: HistoryLine | undefined;
  experiments: Map<string, Surveyed>;
  clients: Names;
  sessions: Names;
  /** Which sessions were made out of which (Links). */
  links: Int32Array<ArrayBuffer>;
}

/**
 * Goes through one part before it is merged: its clock is compared last where it ends, and whose a session is shows when
 * all parts were seen. Throws a usage error for what is no part of a run, or has a client of `others`, by name.
 */
export async function survey(part: Part, others?: Owners): Promise<Survey> {
  let history: HistoryLine | undefined;
  const experiments = new Map<string, Surveyed>();
  const [clients, sessions, links] = [new Owners(), new Owners(), new Links()];
  const cut = new OperationCut();
  const next = new NameHash();
  let open: Surveyed | undefined;
  /** What each client that is done says that it recorded. */
  let counts: (number | undefined)[] = [];
  let number = 0;

  await eachLine(part.open(), (bytes, from, to) => {
    number++;
    if (cut.times(bytes, from, to) && !cut.isRegenerate) {
      operation(cut.client, () => bytes.toString('utf8', from, to));
      sessions.add(cut.session, 0);
      if (open !== undefined && cut.end > open.untilMs) open.untilMs = cut.end;
      return;
    }
    if (to - from > LONGEST_LINE_BYTES) return;
    const decoded = decode(bytes.toString('utf8', from, to));
    switch (decoded.kind) {
      case 'op': {
        const { line } = decoded;
        operation(cut.client.ofText(line.client), () => line.client);
        sessions.add(cut.session.ofText(line.session), 0);
        if (line.next !== undefined) {
          sessions.add(next.ofText(line.next), 0);
          links.add(cut.session, next);
        }
        if (open !== undefined && line.end > open.untilMs) open.untilMs = line.end;
        break;
      }
      case 'history':
        history ??= decoded.line;
        break;
      case 'experiment':
        if (experiments.has(decoded.line.experiment))
          throw usageError(
            `${part.name}: line ${grouped(number)} opens experiment ${decoded.line.experiment} a second time`,
            { next: 'give the whole file, as its recorder wrote it' },
          );
        counts = [];
        open = { line: decoded.line, clocks: [], untilMs: 0, isEnded: false, operations: undefined };
        experiments.set(decoded.line.experiment, open);
        break;
      case 'done':
        counts.push(decoded.line.operations);
        break;
      case 'clock':
        open?.clocks.push(decoded.line);
        break;
      case 'end':
        if (open?.line.experiment === decoded.line.end) {
          open.isEnded = true;
          open.operations = decoded.line.operations ?? sumOf(counts);
        }
        open = undefined;
        break;
      case 'fault':
      case 'sample':
      case 'unsaved':
      case 'starved':
      case 'printed':
      case 'note':
      case 'not':
    }
  });
  // An empty one is of a recorder that ended before it began: what it was to do is missing from the whole.
  if (number > 0 && history === undefined && experiments.size === 0)
    throw usageError(`${part.name} is no history`, {
      next: 'give the files that the recorders of one run wrote, each in the format of docs/HISTORY.md',
    });
  return {
    name: part.name,
    history,
    experiments,
    clients: clients.names(),
    sessions: sessions.names(),
    links: links.all(),
  };

  function operation(client: NameHash, text: () => string): void {
    if (open === undefined)
      throw usageError(`${part.name}: line ${grouped(number)} is an operation outside an experiment`, {
        next: 'give the whole file, as its recorder wrote it',
      });
    clients.add(client, 0);
    if (others?.has(client) !== true) return;
    const name = /"client":"([^"]*)"/.exec(text())?.[1] ?? text();
    throw usageError(`client ${name} is in ${part.name} (line ${grouped(number)}) and in another part`, {
      next: 'parts of one run have no client in common: k6 needs a segment of its own for each (--execution-segment)',
    });
  }
}

/** Undefined where there is none, or one does not say. */
function sumOf(counts: readonly (number | undefined)[]): number | undefined {
  const said = counts.filter((count) => count !== undefined);
  if (counts.length === 0 || said.length < counts.length) return undefined;
  return said.reduce((sum, count) => sum + count, 0);
}
