/** Reads all that a store keeps, past the app and without its secret: one text for each row, document or file. */
export type ReadContents = (url: string) => Promise<string[]>;
