import { readdir, readFile, readlink } from 'node:fs/promises';

export interface Listener {
  pid: number;
  port: number;
}

const LISTENS = '0A';

/** Where these processes take connections (proc_net_tcp(5)). Only Linux shows it; elsewhere there is nobody. */
export async function listenersAmong(pids: readonly number[]): Promise<Listener[]> {
  if (process.platform !== 'linux') return [];
  const ports = await portsBySocket();
  const found = await Promise.all(
    pids.map(async (pid) =>
      (await socketsOf(pid)).flatMap((socket) => ports.get(socket) ?? []).map((port) => ({ pid, port })),
    ),
  );
  return found.flat();
}

async function portsBySocket(): Promise<Map<string, number>> {
  const ports = new Map<string, number>();
  for (const name of ['tcp', 'tcp6']) {
    const table = await readFile(`/proc/net/${name}`, 'utf8').catch(() => '');
    for (const line of table.split('\n').slice(1)) {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      if (state === LISTENS) ports.set(inode, Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16));
    }
  }
  return ports;
}

/** The sockets of a process, by their inodes. */
export async function socketsOf(pid: number): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  const links = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}
