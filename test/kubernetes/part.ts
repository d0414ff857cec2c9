/** A part of infra/kubernetes, for a node: the app on Redis. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { stringify } from 'yaml';
import type { Node } from './node.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };

export const APP = `holdfast-app:${version}`;
export const REDIS = 'redis:8.2.1';
export const IN = '--namespace=holdfast';

/** Builds the image of the app, of the sources as they are. */
export async function buildApp(): Promise<void> {
  const image = ['--file', 'infra/app/Dockerfile', '--target', 'app', '--tag', APP];
  await execa('docker', ['build', ...image, '.'], { cwd: ROOT });
}

/** Applies it by an overlay in `folder`, and waits until all of it serves. */
export async function applyPart(node: Node, folder: string): Promise<void> {
  const overlay = join(folder, 'overlay');
  await mkdir(overlay);
  const base = (path: string) => relative(overlay, join(ROOT, 'infra/kubernetes', path));
  await writeFile(
    join(overlay, 'kustomization.yaml'),
    stringify({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      namespace: 'holdfast',
      resources: [base('common'), base('servers/redis'), base('stores/redis')],
    }),
  );
  await node.kubectl(['apply', '--kustomize', overlay]);
  for (const workload of ['statefulset/redis', 'deployment/app-redis', 'deployment/exporter'])
    await node.kubectl(['rollout', 'status', IN, workload, '--timeout=300s']);
}
