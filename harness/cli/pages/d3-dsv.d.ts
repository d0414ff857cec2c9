declare module 'd3-dsv' {
  /** Rows of a text as CSV by RFC 4180, with the first line as any other. */
  export function csvParseRows(text: string): string[][];
}
