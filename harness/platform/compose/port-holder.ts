import { execa } from 'execa';

/** Which ports are taken on this machine, and by whom. */
export async function takenBy(ports: readonly number[]): Promise<string> {
  const holders = await Promise.all(ports.map(async (port) => ({ port, holder: await holderOf(port) })));
  const groups = [...Map.groupBy(holders, ({ holder }) => holder)].map(
    ([holder, held]) => `${held.map(({ port }) => port).join(', ')}${holder}`,
  );
  const [subject, verb] = ports.length === 1 ? ['port', 'is'] : ['ports', 'are'];
  return `${subject} ${groups.join(' and ')} ${verb} taken on 127.0.0.1`;
}

/** Who listens on a port of this machine, as ` (by ...)`; empty where nobody can say. */
async function holderOf(port: number): Promise<string> {
  const options = { reject: false, timeout: 5000 } as const;
  const filter = ['ps', '--filter', `publish=${port}`, '--format', '{{.Names}}'];
  const containers = (await execa('docker', filter, options)).stdout?.trim();
  if (containers) return ` (by the container ${containers.split('\n')[0]})`;
  const sockets = (await execa('ss', ['-ltnpH', `sport = :${port}`], options)).stdout ?? '';
  const [, name, pid] = /users:\(\("([^"]+)",pid=(\d+)/.exec(sockets) ?? [];
  return name === undefined ? '' : ` (by ${name}, process ${pid})`;
}
