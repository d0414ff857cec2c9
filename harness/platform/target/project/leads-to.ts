import { usageError } from '../../../errors.ts';
import { serviceOf, type Container } from '../../compose/containers.ts';
import { instanceNames } from '../instances.ts';
import { leadsTo, portsOf } from './published.ts';

/** Whether an address is a published port of one of the containers. */
export const isPublishedBy = (target: string, apps: readonly Container[], dockerHost: string): boolean =>
  apps.some((app) => portsOf(app, dockerHost).some((port) => leadsTo(target, port)));

/**
 * Rejects with a usage error where an address that the user gave does not lead to the containers that are to be broken:
 * what breaks them would then show nothing of what clients meet. A probe calls its process by its machine's name, which
 * in a container is the container's.
 */
export async function assertLeadsTo(
  targets: readonly string[],
  { apps, dockerHost, signal }: { apps: readonly Container[]; dockerHost: string; signal: AbortSignal },
): Promise<void> {
  const names = apps.map(({ Config }) => Config.Hostname ?? '').filter(Boolean);
  for (const target of targets) {
    if (isPublishedBy(target, apps, dockerHost)) continue;
    const seen = [...(await instanceNames([target], signal))];
    const other = seen.find((instance) => !names.some((name) => instance.startsWith(`${name}-`)));
    if (other === undefined && seen.length > 0) continue;
    const services = [...new Set(apps.map(serviceOf))].join(', ');
    throw usageError(
      `${target} leads to ${other ?? 'no probe that says its name'}, which is no container of ${services}: what is broken there would not be what clients meet`,
      {
        next: 'the port that the service itself publishes; through a proxy, leave out the option instance of probe(), for containers are known by their names',
      },
    );
  }
}
