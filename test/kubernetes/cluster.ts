/** The cluster with nodes that the tests of it take, by the name of its context in the user's kubeconfig. */
import { execa } from 'execa';

export const CLUSTER = process.env['HOLDFAST_CLUSTER'];

/** What `kubectl` prints there, whatever comes of it. */
export async function kubectl(...args: readonly string[]): Promise<string> {
  return (await execa('kubectl', ['--context', CLUSTER ?? '', ...args], { reject: false })).stdout;
}

export const namespaces = (): Promise<string> => kubectl('get', 'namespaces', '--output', 'name');
