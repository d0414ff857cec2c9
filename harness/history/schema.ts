import { z } from 'zod';
import { HISTORY_VERSION, OPERATIONS, OUTCOMES } from '../../protocol/history.ts';

/** The lines of a history. docs/history.schema.json is made from these; docs/HISTORY.md describes them. */

const valueSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const timeSchema = z.number().describe("Milliseconds since the experiment's epochMs, with fractions.");
const evidenceSchema = z.record(z.string(), valueSchema);

export const historyLineSchema = z.object({
  history: z.literal(HISTORY_VERSION).describe('The version of the format. First line of a history.'),
  run: z.string().optional(),
  seed: z.string().optional(),
  recorder: z.string().optional(),
  planned: z
    .array(z.string())
    .optional()
    .describe('The ids of the experiments that were to follow; what is not there was cut off.'),
});

export const experimentLineSchema = z.object({
  experiment: z.string().describe('Opens an experiment: its id.'),
  epochMs: z.number().describe("Unix time in milliseconds of the experiment's time 0."),
  store: z.string().optional(),
  workload: z.string().optional(),
  ttlMs: z.number().positive().optional().describe('Absent: sessions never expire.'),
  renewedBy: z.enum(['save', 'any']).optional().describe('What certainly starts the TTL afresh.'),
  ttlGraceMs: z.number().nonnegative().optional(),
  silentMs: z.number().positive().optional(),
  instances: z.number().int().positive().optional(),
  unserved: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe('The share of what is asked, outside of faults and their recovery, that may go unserved.'),
  recoverWithinMs: z
    .number()
    .nonnegative()
    .optional()
    .describe("How long after a fault's end the subject may stay away."),
  clients: z.number().int().positive().optional().describe('How many `done` lines a whole experiment has.'),
});

export const operationLineSchema = z.object({
  op: z.enum(OPERATIONS),
  session: z.string(),
  client: z.string(),
  key: z.string().optional(),
  value: valueSchema.optional(),
  absent: z.literal(true).optional(),
  owner: z.string().optional(),
  outcome: z.enum(OUTCOMES),
  due: timeSchema,
  start: timeSchema,
  end: timeSchema,
  status: z.number().optional(),
  instance: z.string().optional(),
  error: z.string().optional(),
  expected: z.literal(true).optional(),
  next: z.string().optional(),
  idKept: z.boolean().optional(),
  idChosen: z.boolean().optional(),
  dropped: z.boolean().optional(),
  carries: z
    .union([z.literal(true), z.array(z.string())])
    .optional()
    .describe('What a regenerate took over into the session that it made: everything, or these keys.'),
  preexisting: z.literal(true).optional().describe('The session was there before the recording began.'),
  refused: z.union([z.string(), z.literal(false)]).optional(),
  strayed: z.union([z.string(), z.literal(false)]).optional(),
  widened: z
    .number()
    .nonnegative()
    .optional()
    .describe(
      'So much start is earlier, and end later, than was seen: what is left of the error of a clock.',
    ),
  last: z.literal(true).optional(),
});

export const faultLineSchema = z.object({
  fault: z.string(),
  id: z.string(),
  phase: z.enum(['onset', 'healed', 'failed']),
  target: z.string(),
  at: timeSchema,
  evidence: evidenceSchema.optional(),
});

export const sampleLineSchema = z.object({
  sample: z.enum(['app', 'server']),
  target: z.string(),
  at: timeSchema,
  heapBytes: z.number().optional(),
  rssBytes: z.number().optional(),
  heapLimitBytes: z.number().optional(),
  memoryLimitBytes: z.number().optional(),
  memoryBytes: z.number().optional(),
  sessions: z.number().optional(),
});

export const unsavedLineSchema = z.object({
  unsaved: z.string().describe('The instance that counted acknowledgements whose save had failed.'),
  from: timeSchema,
  to: timeSchema,
  count: z.number().int().positive(),
});

export const starvedLineSchema = z.object({
  starved: z.string().describe('The instance that had work to do and no processor to do it on.'),
  from: timeSchema,
  to: timeSchema,
  waitedMs: z.number().nonnegative().describe('How long its main thread was ready to run and did not.'),
  ranMs: z.number().nonnegative().describe('How long that thread ran.'),
});

export const printedLineSchema = z.object({
  printed: z.string().describe('The instance whose log has the lines. No verdict goes by them.'),
  text: z.string().describe('A line that tells of an error: # where those that are alike differ.'),
  at: timeSchema,
  count: z.number().int().positive(),
  atLeast: z.literal(true).optional().describe('Part of the log was passed over: there may be more.'),
  log: z.string().optional().describe("The whole log: a file in the run's folder."),
});

export const noteLineSchema = z.object({
  note: z.string(),
  at: timeSchema,
  spoils: z.boolean().describe('Verdicts of this experiment cannot be trusted because of it.'),
  figures: z
    .record(z.string(), z.number())
    .optional()
    .describe('What was counted, by name; figures of one name in an experiment are parts of a sum.'),
});

export const clockLineSchema = z.object({
  clock: z.string().describe("The clock that the recorder's own was compared with."),
  at: timeSchema,
  offset: z.number().describe('Milliseconds by which the other clock was ahead.'),
  error: z.number().nonnegative().describe('How far from that the truth may be at the most.'),
});

export const doneLineSchema = z.object({
  done: z.string().describe('The client that did all that it was to do.'),
  at: timeSchema,
  operations: z.number().int().nonnegative().optional().describe('How many it recorded.'),
});

export const endLineSchema = z.object({
  end: z.string().describe('Closes the experiment of this id.'),
  at: timeSchema,
  operations: z.number().int().nonnegative().optional(),
});

/** By the first key of a line, which names its kind. */
export const LINE_SCHEMAS = {
  op: operationLineSchema,
  fault: faultLineSchema,
  sample: sampleLineSchema,
  experiment: experimentLineSchema,
  history: historyLineSchema,
  unsaved: unsavedLineSchema,
  starved: starvedLineSchema,
  printed: printedLineSchema,
  note: noteLineSchema,
  clock: clockLineSchema,
  done: doneLineSchema,
  end: endLineSchema,
} as const;
export type LineKind = keyof typeof LINE_SCHEMAS;

/** What each kind is called in a message. */
export const LINE_NAMES: Record<LineKind, string> = {
  op: 'an operation',
  fault: 'a fault',
  sample: 'a sample',
  experiment: 'the opening of an experiment',
  history: "the history's first line",
  unsaved: 'a count of unsaved acknowledgements',
  starved: 'a stretch without a processor',
  printed: 'a count of lines in a log',
  note: 'a note',
  clock: 'a comparison of clocks',
  done: "a client's end",
  end: 'the end of an experiment',
};
