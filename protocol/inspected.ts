import type { PromiseId } from './promises.ts';
import type { ServerProgram, StopSignal } from './servers.ts';

/** The server of a user's subject, as its module declares it. */
interface DeclaredServer {
  command: string;
  use?: ServerProgram | undefined;
  args: string[];
  env: Record<string, string>;
  url: string;
  stopSignal?: StopSignal | undefined;
  ready?: { prints?: string | undefined; withinMs?: number | undefined } | undefined;
}

/** What a user's module says of its subject. */
export interface DeclaredSubject {
  name: string;
  promises?: Partial<Record<PromiseId, string>> | undefined;
  server?: DeclaredServer | undefined;
  openWithinMs?: number | undefined;
}

/** What the process that looks at a user's subject sends to its parent. */
export type Inspected =
  /** How much longer it may take than it would, as the subject opens slowly. */
  { opensWithinMs: number } | { subject: DeclaredSubject } | { error: string };
