/** What a store's server says of itself. */
export interface Reading {
  /** Its own figure of the memory or the storage that it takes up. */
  memoryBytes: number;
  /** Sessions that it holds, expired or not. */
  sessions: number;
  /** Of the whole server, as far as it counts them. */
  server?: ServerCounts | undefined;
}

/** What a server counts of itself since its start, and its open connections. */
export interface ServerCounts {
  connections?: number;
  cpuSeconds?: number;
  evictions?: number;
  hits?: number;
  misses?: number;
}

/**
 * Reads one server's own figures over a connection of its own. The server may go away and come back: a reading
 * rejects with the reason while it is away, within a few seconds, and succeeds again once it answers.
 */
export interface Figure extends AsyncDisposable {
  read(): Promise<Reading>;
}

/** Makes the figure of the server at `url`. Nothing needs to be there yet. */
export type OpenFigure = (url: string) => Figure;
