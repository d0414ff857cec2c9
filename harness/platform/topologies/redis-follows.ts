import { hostPort } from '../address.ts';
import type { Member } from './ground.ts';
import { roleOf } from './redis-role.ts';

/** What most of them name, and how many do; those that name nobody do not count. */
export function mostNamed(names: readonly (string | undefined)[]): [name: string | undefined, times: number] {
  const counts = [...Map.groupBy(names, (name) => name)].flatMap(([name, each]) =>
    name === undefined ? [] : [[name, each.length] as const],
  );
  const [name, times] = counts.toSorted(([, one], [, other]) => other - one)[0] ?? [undefined, 0];
  return [name, times];
}

/**
 * What is missing until a replica has what its primary had when it was asked; undefined where nothing is. `known` is the
 * address by which others know the primary.
 */
export async function notFollowing(
  replica: Member,
  primary: Member,
  known = primary.address,
): Promise<string | undefined> {
  const { offset } = await roleOf(primary.address);
  const seen = await roleOf(replica.address);
  if (seen.role !== 'slave' || seen.follows !== hostPort(known))
    return `${replica.name} does not follow ${primary.name}`;
  if (seen.state !== 'connected')
    return `${replica.name} is not in sync with ${primary.name} (${seen.state})`;
  return seen.offset < offset ? `${replica.name} has not yet all that ${primary.name} has` : undefined;
}
