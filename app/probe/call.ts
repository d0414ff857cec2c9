import type { ProbeSession } from './session-of.ts';

/** One request to the probe, without the framework that it came by. */
export interface Call {
  /** What the pattern of the route names: `:key` and `:kind`, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: unknown;
  /** The body as JSON has it; undefined where there is none. */
  readonly body: unknown;
  readonly session: ProbeSession;
  /** The process that answers. */
  readonly instance: string;
  /** How the client came, as far as the app trusts what it is told. */
  readonly protocol: string;
  readonly hostname: string;
}

/** What a framework is to send: JSON, a redirect with a page, or nothing but the status. */
export interface Answer {
  readonly status: number;
  readonly json?: object;
  readonly location?: string;
}

/** A request that is answered here and goes no further. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(status: number, json: object) {
    super(`refused with ${status}`);
    this.answer = { status, json };
  }
}

export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** As Express has it: `:name` stands for one part. */
  readonly pattern: string;
  /** Throws a `Refusal` where there is nothing to do. */
  readonly run: (call: Call) => Promise<Answer> | Answer;
}
