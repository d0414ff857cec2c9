import { MongoClient } from 'mongodb';
import type { ReadContents } from './contents.ts';

export const contentsOfMongo: ReadContents = async (url) => {
  await using client = await new MongoClient(url, { directConnection: true }).connect();
  const documents = await client.db().collection('sessions').find().toArray();
  return documents.map((document) => JSON.stringify(document));
};
