/** What the run tells the thread that watches it. */
export type ToWatcher =
  | { kind: 'begin'; title: string; durationMs: number }
  | { kind: 'history'; file: string }
  | { kind: 'phase'; phase: string }
  /** Lines of the history, as they were recorded. */
  | { kind: 'lines'; lines: readonly string[] }
  /** All is over; the report, where there is one. */
  | { kind: 'over'; report: string | undefined };

/** What that thread tells the run. */
export type FromWatcher =
  | { kind: 'listening'; address: string | undefined }
  | { kind: 'failed'; why: string }
  /** What was seen so far, in a line. */
  | { kind: 'summary'; text: string }
  /** Whoever looked has the report, or nobody did. */
  | { kind: 'closed' };

/** What the thread is started with; without a port it serves no page. */
export interface Watch {
  port: number | undefined;
}

/** What a look at the history so far came to. */
export interface Judged {
  /** Up to when it went. */
  atMs: number;
  /** Anomalies by kind. */
  anomalies: Readonly<Record<string, number>>;
}
