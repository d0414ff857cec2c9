import type { StartedSubject } from '../../platform/subject.ts';
import type { Evidence } from './fault.ts';

/**
 * Notes who takes the writes before and after, where that is one of several members: whether another has taken over says
 * which promise the fault puts to the test.
 */
export async function notingPrimaries(
  { server }: Pick<StartedSubject, 'server'>,
  target: string,
  inject: () => Promise<Evidence>,
): Promise<Evidence> {
  const replicas = server?.name === target ? server.replicas : undefined;
  const nameOf = async () => (await replicas?.primary())?.part.name;
  const primaryBefore = await nameOf();
  const evidence = await inject();
  const primaryAfter = await nameOf();
  return primaryBefore === undefined || primaryAfter === undefined
    ? evidence
    : { ...evidence, primaryBefore, primaryAfter };
}
