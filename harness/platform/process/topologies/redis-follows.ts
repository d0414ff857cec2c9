import type { Member } from './member.ts';
import { roleOf } from './redis-role.ts';

/** The port that most of them name, and how many do. */
export function mostNamed(ports: readonly number[]): [port: number, times: number] {
  const counts = [...Map.groupBy(ports, (port) => port)].map(([port, each]) => [port, each.length] as const);
  const [port, times] = counts.toSorted(([, one], [, other]) => other - one)[0] ?? [0, 0];
  return [port, times];
}

/**
 * What is missing until a replica has what its primary had when it was asked; undefined where nothing is. The port is
 * that by which others know the primary.
 */
export async function notFollowing(
  replica: Member,
  primary: Member,
  known = primary.port,
): Promise<string | undefined> {
  const { offset } = await roleOf(primary.port);
  const seen = await roleOf(replica.port);
  if (seen.role !== 'slave' || seen.follows !== known)
    return `${replica.name} does not follow ${primary.name}`;
  if (seen.state !== 'connected')
    return `${replica.name} is not in sync with ${primary.name} (${seen.state})`;
  return seen.offset < offset ? `${replica.name} has not yet all that ${primary.name} has` : undefined;
}
