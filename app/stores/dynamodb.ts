import {
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import connectDynamodb from 'connect-dynamodb';
import { dynamodbOptions } from '../../protocol/dynamodb.ts';
import { CHECK_LIMIT_MS, OPEN_LIMIT_MS, within } from './limit.ts';
import type session from 'express-session';
import type { OpenStore } from './store.ts';

const TABLE = 'sessions';

/**
 * connect-dynamodb on the AWS SDK's client, with the defaults of both. The store makes its table with its first
 * session and does not wait until it can be written to, which loses that session; so the table is there before.
 */
export const open: OpenStore = async ({ session: connect, url }) => {
  if (url === undefined) throw new Error('dynamodb needs the address of its server');
  const client = new DynamoDBClient(dynamodbOptions(url));
  // Its types have `set` and `touch` without the session.
  const store = new (connectDynamodb(connect))({ client, table: TABLE });
  const made = async () => {
    await store.initialize().catch((error: unknown) => {
      // Another instance is making it.
      if (!(error instanceof ResourceInUseException)) throw error;
    });
    await waitUntilTableExists(
      { client, minDelay: 0.1, maxDelay: 1, maxWaitTime: OPEN_LIMIT_MS / 1000 },
      { TableName: TABLE },
    );
  };
  try {
    await within(OPEN_LIMIT_MS, 'dynamodb', made());
  } catch (error) {
    client.destroy();
    throw error;
  }
  return {
    store: store as unknown as session.Store,
    check: async () => {
      await within(CHECK_LIMIT_MS, 'dynamodb', client.send(new DescribeTableCommand({ TableName: TABLE })));
    },
    close: () => {
      client.destroy();
      return Promise.resolve();
    },
  };
};
