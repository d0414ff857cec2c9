import type { NoteLine } from '../../protocol/history.ts';

const asCount = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });

/** What was noted, each once, with the names of what was counted under it. */
export class Noted {
  /** Of a note that counts nothing there are no names. */
  readonly #names = new Map<string, Set<string> | undefined>();

  add({ note, figures }: NoteLine): void {
    const names = this.#names.get(note) ?? (figures && new Set());
    this.#names.set(note, names);
    for (const name of Object.keys(figures ?? {})) names?.add(name);
  }

  /** Each note with its figures, the sums over all who noted them; what came to nothing is left out. */
  inWords(sums: Readonly<Record<string, number>>): string[] {
    return [...this.#names].map(([note, names]) => {
      if (names === undefined) return note;
      const counted = [...names].flatMap((name) => {
        const sum = sums[name] ?? 0;
        return sum === 0 ? [] : [`${name} ${asCount.format(sum)}`];
      });
      return `${note}: ${counted.length > 0 ? counted.join(', ') : 'nothing'}`;
    });
  }
}
