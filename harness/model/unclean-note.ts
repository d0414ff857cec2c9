/** How the note begins that says what did not go as it was told to at the end of an experiment: reports tell it last. */
const BEGINNING = 'when all was over, ';

export const uncleanNote = (what: string): string => `${BEGINNING}${what}`;

/** Of an experiment's notes, those. */
export const uncleanNotesIn = (notes: readonly string[]): string[] =>
  notes.filter((note) => note.startsWith(BEGINNING));
