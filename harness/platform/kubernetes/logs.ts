import { writeFile } from 'node:fs/promises';
import { kubectl, placed, type Place } from './kubectl.ts';

interface Logged {
  place: Place;
  pod: string;
  /** Where what it prints is written. */
  file: string;
}

/** What the container of a pod prints, over all its starts, in a file. */
export class PodLog {
  readonly #logged: Logged;
  /** What its containers printed that have ended. */
  #before = '';

  constructor(logged: Logged) {
    this.#logged = logged;
  }

  /** Keeps what a container printed that has just ended: with the next end it would be gone. */
  async keep(): Promise<void> {
    const signal = AbortSignal.timeout(LIMIT_MS);
    this.#before += await this.#read(['--previous'], signal).catch(() =>
      this.#read([], signal).catch(() => ''),
    );
    await this.#write('');
  }

  /** Writes what has been printed by now. Says nothing where it cannot be read: it is of no verdict. */
  async write(): Promise<void> {
    const now = await this.#read([], AbortSignal.timeout(LIMIT_MS)).catch(() => '');
    await this.#write(now);
  }

  #read(flags: readonly string[], signal: AbortSignal): Promise<string> {
    const { place, pod } = this.#logged;
    return kubectl([...placed(place), 'logs', pod, ...flags], { signal }).then((text) =>
      text === '' ? '' : `${text}\n`,
    );
  }

  #write(now: string): Promise<void> {
    return writeFile(this.#logged.file, this.#before + now);
  }
}

const LIMIT_MS = 30_000;
