import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbOptions } from '../protocol/dynamodb.ts';
import { figureOver } from './lib/connection.ts';
import type { Figure, Reading } from './lib/figure.ts';
import type { Server } from './lib/server.ts';

/**
 * Dynalite, a server of DynamoDB's protocol, which keeps its data in its folder (LevelDB) and not in memory alone.
 * DynamoDB itself is a service, and its makers' local one has terms that nobody has agreed to here; so no image of it
 * is on the live stack.
 */
export const server = {
  npm: '@aws-sdk/client-dynamodb',
  program: {
    variable: 'DYNALITE_SERVER_BIN',
    atLeast: '4.0.0',
    version: { args: ['--version'], pattern: /^dynalite (\d+\.\d+\.\d+)/m },
    sources: [
      { kind: 'npm', version: '4.0.0', package: 'dynalite', folder: 'tools/dynalite', main: 'server.mjs' },
    ],
    ways: ['see that npm is on PATH', 'see that npm reaches its registry'],
  },
  url: (port) => `dynamodb://127.0.0.1:${port}`,
  readyLimitMs: 60_000,
  command: ({ tool, dataFolder, port }) => ({
    command: tool.path,
    args: ['--port', String(port), '--path', dataFolder],
  }),
  openFigure,
  readContents: async (url) => {
    const { DynamoDBClient, paginateScan } = await import('@aws-sdk/client-dynamodb');
    const client = new DynamoDBClient(dynamodbOptions(url));
    try {
      const items: string[] = [];
      for await (const { Items = [] } of paginateScan({ client }, { TableName: 'sessions' }))
        items.push(...Items.map((item) => JSON.stringify(item)));
      return items;
    } finally {
      client.destroy();
    }
  },
} satisfies Server;

/**
 * The items of a table and their size as JSON, by a scan, as the server's own figures of a table are hours old or none.
 * A table that is not made yet has no items.
 */
async function openFigure(url: string, table = 'sessions'): Promise<Figure> {
  const { DynamoDBClient } = await import('@aws-sdk/client-dynamodb');
  return figureOver({
    name: 'dynamodb',
    connect: () => Promise.resolve(new DynamoDBClient({ ...dynamodbOptions(url), maxAttempts: 1 })),
    read: (client) => itemsOf(client, table),
    drop: (client) => client.destroy(),
  });
}

async function itemsOf(client: DynamoDBClient, table: string): Promise<Reading> {
  const { paginateScan, ResourceNotFoundException } = await import('@aws-sdk/client-dynamodb');
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
