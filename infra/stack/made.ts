/** What a file of the project is to be: all of it, or what is between two of its lines that have the mark's words. */
export type Made = { path: string; text: string } | { path: string; block: string; lines: readonly string[] };
