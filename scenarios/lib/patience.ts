/** Without any answer for so long, where nobody says, each session is asked for once more only; and for half as long again, none. */
export const PATIENCE_MS = 10_000;

interface Limits {
  /** It is over after this, answers or not. */
  limitMs: number;
  silentMs?: number | undefined;
  /** For how long there had been no answer when it began. */
  beenSilentMs?: number;
}

/** How long a client that looks at everything once more goes on where it gets no answers. */
export class Patience {
  readonly #clock: () => number;
  readonly #endMs: number;
  readonly #silentMs: number;
  #sinceMs: number;

  constructor(clock: () => number, { limitMs, silentMs = PATIENCE_MS, beenSilentMs = 0 }: Limits) {
    this.#silentMs = silentMs;
    this.#clock = clock;
    this.#sinceMs = clock() - beenSilentMs;
    this.#endMs = clock() + limitMs;
  }

  /** Takes in whether there was an answer. */
  see(answered: boolean): void {
    if (answered) this.#sinceMs = this.#clock();
  }

  /** One question is not asked again. */
  get isShort(): boolean {
    return this.#clock() - this.#sinceMs > this.#silentMs;
  }

  /** Nothing is asked any more. */
  get isOver(): boolean {
    const now = this.#clock();
    return now > this.#endMs || now - this.#sinceMs > 1.5 * this.#silentMs;
  }
}
