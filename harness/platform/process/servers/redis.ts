import type { ServerDefinition } from './server.ts';

export const redisServer: ServerDefinition = {
  program: 'redis-server',
  readyLimitMs: 60_000,
  command: ({ tool, dataFolder, port, settings }) => ({
    command: tool.path,
    args: [
      '--bind',
      '127.0.0.1',
      '--port',
      String(port),
      '--dir',
      dataFolder,
      ...redisArguments(settings ?? {}),
    ],
  }),
  url: (port) => `redis://127.0.0.1:${port}`,
};

const AOF = ['--appendonly', 'yes', '--appendfsync'];
const PERSISTENCE: Readonly<Record<string, readonly string[]>> = {
  none: ['--save', ''],
  'aof-everysec': [...AOF, 'everysec'],
  'aof-always': [...AOF, 'always'],
};

function redisArguments({
  persistence = '',
  'min-replicas-to-write': replicas,
}: Readonly<Record<string, string>>): string[] {
  return [
    ...(PERSISTENCE[persistence] ?? []),
    ...(replicas === undefined ? [] : ['--min-replicas-to-write', replicas]),
  ];
}
