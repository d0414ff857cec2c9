/** How the note begins that says what on an instance's heap holds on to sessions: reports show it beside growth. */
const BEGINNING = 'on the heap of ';

export const heapNote = (instance: string, said: string): string => `${BEGINNING}${instance}, ${said}`;

/** Of an experiment's notes, those. */
export const heapNotesIn = (notes: readonly string[]): string[] =>
  notes.filter((note) => note.startsWith(BEGINNING));
