/**
 * Writes the dashboards as JSON where Grafana reads them. With `--check` it writes nothing, and ends with 1 where a
 * file is missing, left over or not what the code makes.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { DASHBOARDS } from './catalogue.ts';

const FOLDER = new URL('dashboards/json/', import.meta.url);

const wanted = new Map<string, string>();
for (const dashboard of DASHBOARDS) {
  const file = new URL(`${dashboard.uid}.json`, FOLDER);
  // In the project's own format, so that the check of formats has nothing to say.
  const style = await resolveConfig(file);
  wanted.set(`${dashboard.uid}.json`, await format(JSON.stringify(dashboard), { ...style, parser: 'json' }));
}
await mkdir(FOLDER, { recursive: true });
// Beside them is what makes ConfigMaps of them, which infra/kubernetes makes.
const present = (await readdir(FOLDER)).filter((name) => name.endsWith('.json'));
const differing: string[] = [];
for (const name of new Set([...wanted.keys(), ...present])) {
  const file = new URL(name, FOLDER);
  const content = present.includes(name) ? await readFile(file, 'utf8') : undefined;
  if (content !== wanted.get(name)) differing.push(name);
}

if (process.argv.includes('--check')) {
  if (differing.length > 0) {
    console.error(`not what infra/grafana makes: ${differing.join(', ')}. Run: npm run dashboards`);
    process.exitCode = 1;
  }
} else {
  for (const name of differing) {
    const content = wanted.get(name);
    if (content === undefined) await rm(new URL(name, FOLDER));
    else await writeFile(new URL(name, FOLDER), content);
  }
  console.log(differing.length === 0 ? 'all dashboards are current' : `written: ${differing.join(', ')}`);
}
