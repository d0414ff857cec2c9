/** What the probe keeps in a session. */
export interface ProbeData {
  owner: string;
  values: Record<string, unknown>;
  /** Fills the session up to the size that the client asked for. */
  filler?: string;
}
