/** An image of one program, without a tool that builds images. */
import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';

/** Writes what `docker save` would of an image that has nothing but this program. Resolves to the file. */
export async function archiveOf(program: string, image: string, folder: string): Promise<string> {
  const layer = join(folder, 'layer');
  await mkdir(layer, { recursive: true });
  await copyFile(program, join(layer, basename(program)));
  const tar = (file: string, from: string, names: string[]) =>
    execa('tar', ['--create', '--file', join(folder, file), '--directory', from, ...names]);
  await tar('layer.tar', layer, [basename(program)]);
  const digest = createHash('sha256')
    .update(await readFile(join(folder, 'layer.tar')))
    .digest('hex');
  const config = {
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    config: { Entrypoint: [`/${basename(program)}`], User: '65535' },
    rootfs: { type: 'layers', diff_ids: [`sha256:${digest}`] },
  };
  const manifest = [{ Config: 'config.json', RepoTags: [image], Layers: ['layer.tar'] }];
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await tar('image.tar', folder, ['manifest.json', 'config.json', 'layer.tar']);
  return join(folder, 'image.tar');
}
