import type {
  ExperimentLine,
  FaultLine,
  OperationKind,
  OperationLine,
  Value,
} from '../../../protocol/history.ts';
import { OPERATIONS } from '../../../protocol/history.ts';
import { sameShape } from '../../history/shape.ts';
import { judge } from '../judge.ts';
import type { ServedJudgement, UnsavedInterval } from '../judgement.ts';

/**
 * A history in a form that people can read, for tests and for docs/ANOMALIES.md:
 *
 *     ttl 1000 grace 0
 *     fault app-crash 10-12
 *     0-1  c1     create
 *     2-3  c1     write a=1          also: info, fail, absent, last, on=app-1, dropped, carried,
 *                                    refused=why, browsed (not refused), strayed=where, followed (not strayed)
 *     4-5  c2@t   read a -> null     client c2, session t (session s where none is named)
 *     6-7  c1     regenerate next=u  also: kept, fresh, carrying, carrying=a,b; on a create: chosen, refused
 *     8-9  c1     read there         the session was there before the recording began
 *     cut                            the experiment has no end
 */
export interface Story {
  experiment: ExperimentLine;
  operations: OperationLine[];
  faults: FaultLine[];
  unsaved: UnsavedInterval[];
  complete: boolean;
}

export function parseStory(text: string): Story {
  const story: Story = {
    experiment: { experiment: 'e', epochMs: 0 },
    operations: [],
    faults: [],
    unsaved: [],
    complete: true,
  };
  for (const line of text.split('\n')) {
    const words = line.replace(/#.*/, '').trim().split(/\s+/);
    if (words[0] !== '') take(story, words, line);
  }
  return story;
}

export function judged(text: string): ServedJudgement {
  const { experiment, operations, faults, unsaved, complete } = parseStory(text);
  const judging = judge(experiment, faults);
  for (const interval of unsaved) judging.unsaved(interval);
  for (const [at, op] of operations.entries()) judging.operation(op, at + 1);
  return judging.finish({ complete });
}

function take(story: Story, words: string[], line: string): void {
  const [first = '', second = '', third = '', fourth] = words;
  if (first === 'cut') story.complete = false;
  else if (first === 'ttl') {
    story.experiment.ttlMs = Number(second);
    if (third === 'grace') story.experiment.ttlGraceMs = Number(fourth);
    if (words.includes('any')) story.experiment.renewedBy = 'any';
  } else if (first === 'silent') story.experiment.silentMs = Number(second);
  else if (first === 'fault') {
    const [at, until] = times(third, line);
    const target = 'app';
    story.faults.push({ fault: second, id: second, phase: 'onset', target, at });
    story.faults.push({ fault: second, id: second, phase: 'healed', target, at: until });
  } else if (first === 'unsaved') {
    const [fromMs, toMs] = times(second, line);
    const count = words.find((word) => /^x\d+$/.test(word));
    const error = fourth === count ? words[4] : fourth;
    story.unsaved.push({
      fromMs,
      toMs,
      instance: third,
      ...(count !== undefined && { count: Number(count.slice(1)) }),
      ...(error !== undefined && { error }),
    });
  } else story.operations.push(operation(words, line));
}

function operation([when = '', who = '', what = '', ...rest]: string[], line: string): OperationLine {
  const [start, end] = times(when, line);
  const [client = '', session = 's'] = who.split('@');
  if (!OPERATIONS.includes(what as OperationKind)) throw new Error(`no operation in: ${line}`);
  const op: OperationLine = {
    op: what as OperationKind,
    session,
    client,
    outcome: 'ok',
    due: start,
    start,
    end,
  };
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i] as string;
    if (rest[i + 1] === '->') {
      op.key = word;
      op.value = value(rest[i + 2] as string);
      i += 2;
    } else set(op, word);
  }
  return sameShape(op);
}

function set(op: OperationLine, word: string): void {
  const [name = '', given] = word.split('=');
  if (name === 'owner' || name === 'next') op[name] = given;
  else if (name === 'carrying' && given !== undefined) op.carries = given.split(',');
  else if ((name === 'refused' || name === 'strayed') && given !== undefined) op[name] = given;
  else if (name === 'browsed') op.refused = false;
  else if (name === 'followed') op.strayed = false;
  else if (name === 'on') op.instance = given;
  else if (given !== undefined) {
    op.key = name;
    op.value = value(given);
  } else if (name === 'ok' || name === 'fail' || name === 'info') op.outcome = name;
  else if (name === 'absent') op.absent = true;
  else if (name === 'last') op.last = true;
  else if (name === 'there') op.preexisting = true;
  else if (name === 'carrying') op.carries = true;
  else if (name === 'kept' || name === 'fresh') op.idKept = name === 'kept';
  else if (name === 'chosen' || name === 'refused') op.idChosen = name === 'chosen';
  else if (name === 'dropped' || name === 'carried') op.dropped = name === 'dropped';
  else op.key = name;
}

function times(text: string, line: string): [number, number] {
  const [from, to] = text.split('-').map(Number);
  if (from === undefined || to === undefined || Number.isNaN(from + to))
    throw new Error(`no times in: ${line}`);
  return [from, to];
}

function value(text: string): Value {
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  return Number.isNaN(Number(text)) ? text : Number(text);
}
