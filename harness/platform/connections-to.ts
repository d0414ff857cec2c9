import { readFile } from 'node:fs/promises';

const ESTABLISHED = '01';

/**
 * The connections of this machine's processes that are open to a port of it, each by the address at its near end and
 * its socket (proc_net_tcp(5)). Only Linux shows them; elsewhere undefined.
 */
export async function connectionsTo(port: number): Promise<ReadonlySet<string> | undefined> {
  if (process.platform !== 'linux') return undefined;
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  return openTo(port, tables.join('\n'));
}

/** Those of such tables, which begin with a line of headings each. */
export function openTo(port: number, tables: string): ReadonlySet<string> {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return new Set(
    tables
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , remote = '', state]) => remote.endsWith(wanted) && state === ESTABLISHED)
      .map(([, local, , , , , , , , inode]) => `${local} ${inode}`),
  );
}
