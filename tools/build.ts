/**
 * `npm run build`: makes dist/, the package as it is installed: JavaScript with its types, laid out as the repository
 * is; the scenarios as k6 takes them; the sources of the tools that are built where they are needed; and the lock of
 * the packages that stores are tested with, for projects that have not installed those themselves. `npm pack` does it.
 */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { execa } from 'execa';
import { STORES } from '../harness/stores/catalogue.ts';
import { testedLock, type LockFile } from './tested-lock.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const OUT = join(ROOT, 'dist');
const read = (file: string): unknown => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));

interface PackageJson {
  name: string;
  version: string;
  license: string;
  engines: object;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const packageJson = read('package.json') as PackageJson;
rmSync(OUT, { recursive: true, force: true });
await execa('npx', ['tsc', '-p', 'tsconfig.build.json'], { cwd: ROOT, stdio: 'inherit' });

copy('bin', (name) => /\.mjs$|\.txt$/.test(name));
// k6 reads TypeScript; what it imports is beside it under the names that it imports.
copy('scenarios', (name) => /\.(ts|json)$/.test(name) && !/^tsconfig|\.test\.ts$/.test(name));
copy('protocol', (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
for (const tool of ['k6', 'toxiproxy', 'forgetful-fs']) copy(`tools/${tool}`, () => true);
copy('tools/dynalite', (name) => name === 'server.mjs');
write('tools/dynalite/package.json', read('tools/dynalite/package.json'));
write('tools/dynalite/lock.json', read('tools/dynalite/package-lock.json'));
copy('tools/prisma', (name) => /\.mjs$|\.prisma$|^package\.json$/.test(name));
write('tools/prisma/lock.json', read('tools/prisma/package-lock.json'));
write('tools/node24/package.json', read('tools/node24/package.json'));
write('tools/node24/lock.json', read('tools/node24/package-lock.json'));

const { name, version, license, engines, dependencies, peerDependencies } = packageJson;
write('package.json', { name, version, license, type: 'module', engines });
const ofStores = Object.values(STORES).flatMap(({ npm }) => npm);
const { devDependencies } = packageJson;
const names = [...Object.keys({ ...dependencies, ...peerDependencies }), ...ofStores];
const lock = testedLock(
  read('package-lock.json') as LockFile,
  // Of a package that no run brings the app itself says that it is missing.
  [...new Set(names)].filter((each) => each in dependencies || each in devDependencies),
);
write('tested/package.json', { private: true, ...lock.packages[''] });
write('tested/lock.json', lock);
writeFileSync(join(OUT, 'tested/build.txt'), `${digestOf(OUT)}\n`);

function copy(folder: string, isWanted: (name: string) => boolean): void {
  for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (path.includes('node_modules') || !entry.isFile() || !isWanted(basename(path))) continue;
    cpSync(path, join(OUT, path.slice(ROOT.length)), { recursive: true });
  }
}

function write(file: string, value: unknown): void {
  const path = join(OUT, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}

function digestOf(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)));
  return hash.digest('hex');
}
