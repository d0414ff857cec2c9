import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { dynamodbOptions } from '../../../../protocol/dynamodb.ts';
import type { ReadContents } from './contents.ts';

export const contentsOfDynamodb: ReadContents = async (url) => {
  const client = new DynamoDBClient(dynamodbOptions(url));
  try {
    const items: string[] = [];
    for await (const { Items = [] } of paginateScan({ client }, { TableName: 'sessions' }))
      items.push(...Items.map((item) => JSON.stringify(item)));
    return items;
  } finally {
    client.destroy();
  }
};
