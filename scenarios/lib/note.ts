import type { Settings } from './settings.ts';

/** Says something to the reader of the verdict, which changes nothing in it. */
export function note(
  { record }: Settings,
  text: string,
  atMs: number,
  figures?: Readonly<Record<string, number>>,
): void {
  const at = Math.round(atMs * 1000) / 1000;
  if (record) console.log(JSON.stringify({ note: text, at, spoils: false, figures }));
}

/** Says why verdicts of the experiment cannot be trusted. */
export function spoil({ record }: Settings, reason: string, atMs: number): void {
  const at = Math.round(atMs * 1000) / 1000;
  if (record) console.log(JSON.stringify({ note: reason, at, spoils: true }));
}
