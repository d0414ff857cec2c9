import { z } from 'zod';
import { SERVER_URLS, type ServerProgram } from '../../protocol/servers.ts';
import type { OwnServer } from './own.ts';

/** Servers of Holdfast's own, by the names that people call them by. */
export const COMMAND_SERVERS = {
  redis: 'redis-server',
  mongo: 'mongod',
  mysql: 'mariadbd',
  postgres: 'postgres',
  memcached: 'memcached',
} as const satisfies Record<string, ServerProgram>;
export type CommandServer = keyof typeof COMMAND_SERVERS;
export const COMMAND_SERVER_NAMES = Object.keys(COMMAND_SERVERS) as [CommandServer, ...CommandServer[]];

/** An app of the user's own that Holdfast starts by its own command. */
export const commandSchema = z.object({
  /** A line of a shell, with `{port}`, `{instance}` and the name of its server in braces where these are to stand. */
  line: z.string().min(1),
  /** Absolute path of where it is run. */
  folder: z.string(),
  /** The variable that holds the port. */
  portVariable: z.string(),
  /** What answers 2xx or 3xx when it is ready; absent: `/` answers anything but an error of the server. */
  ready: z.string().optional(),
  readyWithinMs: z.int().positive(),
  /** A server of Holdfast's own that it is given. */
  server: z.enum(COMMAND_SERVER_NAMES).optional(),
});
export type StartCommand = z.infer<typeof commandSchema>;

/** What may stand in braces in a command, for the names of errors. */
export const placeholdersOf = ({ server }: Pick<StartCommand, 'server'>): string[] => [
  'port',
  'instance',
  ...(server === undefined ? [] : [server]),
];

/** The line with its placeholders filled; other braces are the shell's. */
export const filledLine = (line: string, values: Readonly<Record<string, string>>): string =>
  line.replaceAll(/(?<!\$)\{(\w+)\}/g, (braces, name: string) => values[name] ?? braces);

/** The server as a plan has it. */
export const serverOfCommand = (server: CommandServer): OwnServer => {
  const program = COMMAND_SERVERS[server];
  return { command: program, use: program, args: [], env: {}, url: SERVER_URLS[program] };
};

/** What the server of a subject is called, in schedules of faults and in logs. */
export const serverNameOf = ({
  store,
  command,
}: {
  store: string;
  command?: StartCommand | undefined;
}): string => command?.server ?? store;
