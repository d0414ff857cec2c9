/** Without any answer for so long, each session is asked for once more only; and for half as long again, none. */
const PATIENCE_MS = 10_000;

/** How long a client that looks at everything once more goes on where it gets no answers. */
export class Patience {
  readonly #clock: () => number;
  readonly #endMs: number;
  #sinceMs: number;

  /** `limitMs`: it is over after this, answers or not. */
  constructor(clock: () => number, limitMs: number) {
    this.#clock = clock;
    this.#sinceMs = clock();
    this.#endMs = this.#sinceMs + limitMs;
  }

  /** Takes in whether there was an answer. */
  see(answered: boolean): void {
    if (answered) this.#sinceMs = this.#clock();
  }

  /** One question is not asked again. */
  get isShort(): boolean {
    return this.#clock() - this.#sinceMs > PATIENCE_MS;
  }

  /** Nothing is asked any more. */
  get isOver(): boolean {
    const now = this.#clock();
    return now > this.#endMs || now - this.#sinceMs > 1.5 * PATIENCE_MS;
  }
}
