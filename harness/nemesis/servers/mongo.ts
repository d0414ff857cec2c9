import type { MongoClient } from 'mongodb';
import { OWN_CONNECTION } from '../../../protocol/servers.ts';

const LIMIT_MS = 5000;

/** A connection of the harness to a mongod by itself. Disposing of it closes it. */
export async function connectMongo(url: string): Promise<MongoClient> {
  // Who has not the store has not its packages.
  const { MongoClient: Client } = await import('mongodb');
  const client = new Client(url, {
    appName: OWN_CONNECTION,
    directConnection: true,
    serverSelectionTimeoutMS: LIMIT_MS,
    connectTimeoutMS: LIMIT_MS,
  });
  try {
    return await client.connect();
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** Of writes of the harness's own: nothing of the app's is in this database. */
export const probesOf = (client: MongoClient) => client.db('holdfast').collection('probes');
