import { execa } from 'execa';

/** Who listens on a port of this machine, as ` (by ...)`; empty where nobody can say. */
export async function holderOf(port: number): Promise<string> {
  const options = { reject: false, timeout: 5000 } as const;
  const filter = ['ps', '--filter', `publish=${port}`, '--format', '{{.Names}}'];
  const containers = (await execa('docker', filter, options)).stdout?.trim();
  if (containers) return ` (by the container ${containers.split('\n')[0]})`;
  const sockets = (await execa('ss', ['-ltnpH', `sport = :${port}`], options)).stdout ?? '';
  const [, name, pid] = /users:\(\("([^"]+)",pid=(\d+)/.exec(sockets) ?? [];
  return name === undefined ? '' : ` (by ${name}, process ${pid})`;
}
