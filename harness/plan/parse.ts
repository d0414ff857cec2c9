import { unknownName } from './names.ts';
import { usageError } from '../errors.ts';
import { FAULT_KINDS } from '../nemesis/faults/catalogue.ts';
import type { PlannedFault } from './plan.ts';

const UNITS_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000 };

/** `250ms`, `20s`, `1.5m` in milliseconds. Throws a usage error for anything else. */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text.trim());
  const unit = UNITS_MS[match?.[2] ?? ''];
  if (match === null || unit === undefined) {
    throw usageError(`"${text}" is not a duration; expected a number with ms, s or m, such as 20s`);
  }
  return Math.round(Number(match[1]) * unit);
}

/**
 * `app-restart@5s,app-crash:app-2@8s`: a schedule of faults, each a kind, the instance it hits (app-1 if not
 * said) and its time. Throws a usage error that names the part that is wrong.
 */
export function parseFaults(text: string, instances: number): PlannedFault[] {
  return text.split(',').map((part, index) => {
    const match = /^([\w-]+)(?::([\w-]+))?@(.+)$/.exec(part.trim());
    const [, name, target = 'app-1', time] = match ?? [];
    if (name === undefined || time === undefined) {
      throw usageError(
        `"${part.trim()}" is not a fault; expected kind@time, such as app-crash@5s or app-crash:app-2@5s`,
      );
    }
    const kind = FAULT_KINDS.find((known) => known === name);
    if (kind === undefined) throw unknownName('fault', name, FAULT_KINDS);
    const targets = Array.from({ length: instances }, (_, at) => `app-${at + 1}`);
    if (!targets.includes(target)) throw unknownName('instance', target, targets);
    return { id: `f${index + 1}`, kind, target, atMs: parseDuration(time) };
  });
}
