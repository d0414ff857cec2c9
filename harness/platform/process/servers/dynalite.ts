import type { ServerDefinition } from './server.ts';

/** Dynalite, a server of DynamoDB's protocol, which keeps its data in its folder (LevelDB) and not in memory alone. */
export const dynaliteServer: ServerDefinition = {
  program: 'dynalite-server',
  readyLimitMs: 60_000,
  command: ({ tool, dataFolder, port }) => ({
    command: tool.path,
    args: ['--port', String(port), '--path', dataFolder],
  }),
  url: (port) => `dynamodb://127.0.0.1:${port}`,
};
