import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The folder that a store keeps its files in, from its `file:` address; made if it is not there. */
export async function folderOf(store: string, url: string | undefined): Promise<string> {
  if (!url?.startsWith('file:'))
    throw new Error(`${store} needs the address of a folder, such as file:///var/lib/sessions`);
  const folder = fileURLToPath(url);
  await mkdir(folder, { recursive: true });
  return folder;
}
