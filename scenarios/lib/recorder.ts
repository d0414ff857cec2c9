import { HISTORY_VERSION, type OperationLine } from '../../protocol/history.ts';
import type { Epoch } from './clock.ts';
import type { Recorder } from './impression.ts';
import { meter } from './meter.ts';
import type { Settings } from './settings.ts';

/** Writes each operation to the console output as a line of the history, and counts it in k6's metrics. */
export function recorder(settings: Settings): Recorder {
  const { record } = settings;
  const count = meter(settings);
  return (line, impression) => {
    if (record) console.log(encode(line));
    count(line, impression);
  };
}

/** Opens the history; the run as well, where no harness has done so. */
export function recordStart(settings: Settings, { epochMs }: Epoch): void {
  if (!settings.record) return;
  const { experiment, store, ttlMs, workload, instances, clients, unserved, recoverWithinMs } = settings;
  if (__ENV['HARNESS'] === undefined)
    console.log(JSON.stringify({ history: HISTORY_VERSION, recorder: 'k6' }));
  // With rolling, every response carries the cookie anew, and the store is told by save or touch.
  const renewedBy = settings.rolling ? 'any' : 'save';
  const terms = { ttlMs, renewedBy, unserved, recoverWithinMs };
  const line = { experiment, epochMs, store, workload, ...terms, instances, clients };
  console.log(JSON.stringify(line));
}

/** Says that a client did all that it was to do, and how many operations it recorded: a line that is lost shows by that. */
export function recordDone({ record }: Settings, client: string, at: number, operations: number): void {
  if (record) console.log(JSON.stringify({ done: client, at: rounded(at), operations }));
}

/** Closes the history. */
export function recordEnd({ record, experiment }: Settings, at: number): void {
  if (record) console.log(JSON.stringify({ end: experiment, at: rounded(at) }));
}

/** One line, in the order of fields that readers take fastest. */
function encode(line: OperationLine): string {
  const { key, value, status, instance } = line;
  const times = `"due":${rounded(line.due)},"start":${rounded(line.start)},"end":${rounded(line.end)}`;
  const who = `{"op":"${line.op}","session":"${line.session}","client":"${line.client}"`;
  // Most lines are like this one, and k6 takes longest over joining pieces.
  if (typeof value === 'number' && key !== undefined && instance !== undefined && !isUnusual(line)) {
    return `${who},"key":${quoted(key)},"value":${value},"outcome":"${line.outcome}",${times},"status":${status},"instance":${quoted(instance)}}`;
  }
  let json = who;
  if (key !== undefined) json += `,"key":${quoted(key)}`;
  if (value !== undefined) json += `,"value":${JSON.stringify(value)}`;
  if (line.absent) json += ',"absent":true';
  if (line.owner !== undefined) json += `,"owner":${JSON.stringify(line.owner)}`;
  json += `,"outcome":"${line.outcome}",${times}`;
  if (status !== undefined) json += `,"status":${status}`;
  if (instance !== undefined) json += `,"instance":${quoted(instance)}`;
  if (line.error !== undefined) json += `,"error":${JSON.stringify(line.error)}`;
  if (line.expected) json += ',"expected":true';
  if (line.next !== undefined) json += `,"next":${JSON.stringify(line.next)}`;
  if (line.idKept !== undefined) json += `,"idKept":${line.idKept}`;
  if (line.idChosen !== undefined) json += `,"idChosen":${line.idChosen}`;
  if (line.dropped !== undefined) json += `,"dropped":${line.dropped}`;
  if (line.refused !== undefined) json += `,"refused":${JSON.stringify(line.refused)}`;
  if (line.strayed !== undefined) json += `,"strayed":${JSON.stringify(line.strayed)}`;
  if (line.last) json += ',"last":true';
  return `${json}}`;
}

/** Whether a line has a field that few have. */
const isUnusual = ({
  absent,
  owner,
  status,
  error,
  expected,
  next,
  idKept,
  idChosen,
  dropped,
  refused,
  strayed,
  last,
}: OperationLine): boolean =>
  absent !== undefined ||
  owner !== undefined ||
  status === undefined ||
  error !== undefined ||
  expected !== undefined ||
  next !== undefined ||
  idKept !== undefined ||
  idChosen !== undefined ||
  dropped !== undefined ||
  refused !== undefined ||
  strayed !== undefined ||
  last !== undefined;

/** Keys and instances are few, and k6 takes microseconds to quote one. */
const quotes = new Map<string, string>();

function quoted(text: string): string {
  let json = quotes.get(text);
  if (json === undefined) {
    json = JSON.stringify(text);
    if (quotes.size < 1000) quotes.set(text, json);
  }
  return json;
}

/** Microseconds are finer than the clocks agree on. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
