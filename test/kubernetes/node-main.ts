/**
 * Starts a node of Kubernetes on this machine, gives it the images of Docker that are named, and a volume for each claim
 * to come; ends it when it is told to end.
 *   node test/kubernetes/node-main.ts FOLDER [IMAGE...]
 */
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { startNode } from './node.ts';

const [folder, ...images] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node test/kubernetes/node-main.ts FOLDER [IMAGE...]');
await mkdir(folder, { recursive: true });
{
  await using node = await startNode(resolve(folder));
  for (const image of images) await node.load(image);
  for (let volume = 1; volume <= 8; volume++) await node.layVolume(`volume-${volume}`);
  process.stdout.write(`export KUBECONFIG=${node.kubeconfigOf('admin')}\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
}
