import { DynamoDBClient, paginateScan, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { dynamodbOptions } from '../../protocol/dynamodb.ts';
import { figureOver } from './connection.ts';
import type { OpenFigure, Reading } from './figure.ts';

/**
 * The items of a table and their size as JSON, by a scan, as the server's own figures of a table are hours old or none.
 * A table that is not made yet has no items.
 */
export const openDynamodbFigure =
  (table: string): OpenFigure =>
  (url) =>
    figureOver({
      name: 'dynamodb',
      connect: () => Promise.resolve(new DynamoDBClient({ ...dynamodbOptions(url), maxAttempts: 1 })),
      read: (client) => itemsOf(client, table),
      drop: (client) => client.destroy(),
    });

async function itemsOf(client: DynamoDBClient, table: string): Promise<Reading> {
  const reading: Reading = { memoryBytes: 0, sessions: 0 };
  try {
    for await (const { Items = [] } of paginateScan({ client }, { TableName: table })) {
      reading.sessions += Items.length;
      reading.memoryBytes += Buffer.byteLength(JSON.stringify(Items));
    }
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  return reading;
}
