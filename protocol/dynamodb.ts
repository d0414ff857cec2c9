/** What a client of DynamoDB needs for a server at an address such as `dynamodb://127.0.0.1:8000`, which asks for no keys. */
export const dynamodbOptions = (url: string) => ({
  endpoint: `http://${new URL(url).host}`,
  region: 'us-east-1',
  credentials: { accessKeyId: 'holdfast', secretAccessKey: 'holdfast' },
});
