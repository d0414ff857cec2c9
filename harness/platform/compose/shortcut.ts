import { readFile } from 'node:fs/promises';
import { accepting } from '../accepting.ts';
import type { Container } from './containers.ts';
import { published } from './project.ts';

/**
 * Where k6 connects to for the published port of a container: on the machine of the Docker daemon the container's own
 * address, past the process that carries what comes to 127.0.0.1, which costs 4 % of the throughput. Nothing where the
 * container is on another machine, or its address is not reached from here; then the published port does.
 */
export async function shortcutTo(container: Container, port: number): Promise<Record<string, string>> {
  const { Id, State, NetworkSettings } = container;
  const host = Object.values(NetworkSettings.Networks ?? {}).find(
    ({ IPAddress = '' }) => IPAddress !== '',
  )?.IPAddress;
  if (host === undefined) return {};
  try {
    // Another machine's container may have an address that here is somebody else's.
    if (!(await readFile(`/proc/${State.Pid}/cgroup`, 'utf8')).includes(Id)) return {};
    await accepting({ host, port });
  } catch {
    return {};
  }
  return { [new URL(published(container, port)).host]: `${host}:${port}` };
}
