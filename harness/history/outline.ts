import { HISTORY_VERSION } from '../../protocol/history.ts';
import type { Decoded } from './decoded.ts';
import { shownVersion } from '../model/shown-version.ts';
import { found, grouped, type HistoryProblem } from './problem.ts';
import { momentOf, PrefixMaximum } from './times.ts';

type Landmark = Exclude<Decoded, { kind: 'op' | 'not' }>;

/** Follows how a history is made up: its first line, its experiments and their ends; reports what does not fit. */
export class Outline {
  readonly #report: (problem: HistoryProblem) => void;
  readonly #experiments = new Set<string>();
  #open: string | undefined;
  #operations = 0;
  #clients: number | undefined;
  readonly #done = new Set<string>();
  /** How many operations the clients that are done say that they recorded; undefined: one of them does not say. */
  #recorded: number | undefined = 0;
  #versioned = false;
  #any = false;
  readonly #latest = new PrefixMaximum();

  constructor(report: (problem: HistoryProblem) => void) {
    this.#report = report;
  }

  /** Counts an operation that ended then; false where it belongs to no experiment. */
  operation(line: number, endMs: number): boolean {
    this.#first(line);
    this.#operations++;
    if (this.#open !== undefined) {
      this.#latest.see(endMs, line);
      return true;
    }
    this.#say(line, `line ${grouped(line)} is an operation outside an experiment`, true);
    return false;
  }

  line(landmark: Landmark, line: number): void {
    if (landmark.kind === 'history') {
      if (this.#any) this.#say(line, `line ${grouped(line)} is a second first line of a history`, true);
      this.#any = true;
      this.#versioned = true;
      const version: unknown = landmark.line.history;
      if (version !== HISTORY_VERSION)
        this.#say(
          line,
          `line ${grouped(line)} says ${shownVersion(version)}; this program reads version ${HISTORY_VERSION}`,
          true,
        );
      return;
    }
    this.#first(line);
    this.#latest.see(momentOf(landmark) ?? -Infinity, line);
    if (landmark.kind === 'experiment') this.#begin(landmark.line, line);
    else if (landmark.kind === 'done' && this.#open !== undefined) this.#finished(landmark.line);
    else if (landmark.kind === 'end') this.#end(landmark.line, line);
    else if (this.#open === undefined && landmark.kind !== 'note')
      this.#say(line, `line ${grouped(line)} is a ${landmark.kind} outside an experiment`, false);
  }

  misread(line: number, reason: string): void {
    this.#first(line);
    this.#say(line, `line ${grouped(line)} ${reason}. Verdicts that need it are unknown`, true);
  }

  cutOff(line: number, text: string): void {
    this.#first(line);
    this.#say(line, `line ${grouped(line)}, the last, was cut off (${found(text)}) and is left out`, false);
  }

  finish(lines: number): void {
    if (!this.#any) this.#say(0, 'the history is empty', true);
    this.#unended(lines);
  }

  #first(line: number): void {
    this.#any = true;
    if (this.#versioned) return;
    this.#versioned = true;
    this.#say(line, `line ${grouped(line)} comes before a first line that says the history's version`, true);
  }

  #begin({ experiment: id, clients }: { experiment: string; clients?: number }, line: number): void {
    this.#unended(line);
    this.#open = id;
    this.#operations = 0;
    this.#clients = clients;
    this.#done.clear();
    this.#latest.reset();
    this.#recorded = 0;
    if (this.#experiments.has(id))
      this.#say(line, `line ${grouped(line)} opens experiment ${id} a second time`, true);
    this.#experiments.add(id);
  }

  #finished({ done, operations }: { done: string; operations?: number }): void {
    this.#done.add(done);
    if (operations === undefined || this.#recorded === undefined) this.#recorded = undefined;
    else this.#recorded += operations;
  }

  #end(end: { end: string; at: number; operations?: number }, line: number): void {
    if (end.end !== this.#open) {
      const open = this.#open === undefined ? 'none is open' : `${this.#open} is open`;
      this.#say(line, `line ${grouped(line)} ends experiment ${end.end}, but ${open}`, true);
      return;
    }
    if (end.operations !== undefined && end.operations !== this.#operations)
      this.#say(
        line,
        `experiment ${end.end} has ${grouped(this.#operations)} operations, but its end (line ${grouped(line)}) says ${grouped(end.operations)}`,
        true,
      );
    else if (this.#done.size > 0 && this.#recorded !== undefined && this.#recorded !== this.#operations)
      this.#say(
        line,
        `experiment ${end.end} has ${grouped(this.#operations)} operations, but its clients say that they recorded ${grouped(this.#recorded)}`,
        true,
      );
    const clients = this.#clients ?? 0;
    if (this.#done.size < clients)
      this.#say(
        line,
        `experiment ${end.end} was cut off: ${grouped(clients - this.#done.size)} of ${grouped(clients)} clients did not come to their end`,
        true,
      );
    const strange = this.#latest.beyond(end.at);
    if (strange !== undefined) this.#say(strange.line, strange.message, true);
    this.#open = undefined;
  }

  #unended(line: number): void {
    if (this.#open === undefined) return;
    this.#say(
      line,
      `experiment ${this.#open} has no end: it was cut off before line ${grouped(line + 1)}`,
      false,
    );
    this.#open = undefined;
  }

  #say(line: number, message: string, spoils: boolean): void {
    const experiment = this.#open;
    this.#report(
      experiment === undefined ? { line, message, spoils } : { line, message, experiment, spoils },
    );
  }
}
