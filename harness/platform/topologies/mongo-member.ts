import type { Document, MongoClient, Timestamp } from 'mongodb';

const LIMIT_MS = 2000;

/** One member of a replica set, asked past the others. Disposing of it lets go of its connection. */
export class MongoMember implements AsyncDisposable {
  readonly #url: string;
  #connecting: Promise<MongoClient> | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /** Rejects where it does not answer within some seconds; the next question is asked over a new connection then. */
  async ask(command: Document): Promise<Document> {
    try {
      const client = await (this.#connecting ??= this.#connect());
      return await client.db('admin').command(command, { signal: AbortSignal.timeout(LIMIT_MS) });
    } catch (error) {
      await this.#forget();
      throw error;
    }
  }

  /** Up to where it has applied what the set has written. */
  async applied(): Promise<Timestamp> {
    const { optimes } = await this.ask({ replSetGetStatus: 1 });
    return (optimes as { appliedOpTime: { ts: Timestamp } }).appliedOpTime.ts;
  }

  async #connect(): Promise<MongoClient> {
    // Who has not the store has not its packages.
    const { MongoClient: Client } = await import('mongodb');
    return new Client(this.#url, {
      directConnection: true,
      serverSelectionTimeoutMS: LIMIT_MS,
      connectTimeoutMS: LIMIT_MS,
      socketTimeoutMS: LIMIT_MS,
      heartbeatFrequencyMS: 500,
    }).connect();
  }

  async #forget(): Promise<void> {
    const connecting = this.#connecting;
    this.#connecting = undefined;
    await connecting?.then(
      (client) => client.close(),
      () => {},
    );
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#forget();
  }
}
