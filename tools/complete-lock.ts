/**
 * Adds to package-lock.json the optional packages of other platforms that npm left out of it.
 *
 * npm leaves out an optional package that the registry in use does not hold (a mirror that keeps one platform),
 * without a word, and `npm ci` then refuses the lock file as incomplete, with every registry. What is added has
 * the exact version that its parent asks for and, read off its name, where it fits: npm fetches it only there.
 *
 *   node tools/complete-lock.ts [package-lock.json]      after npm install has changed the lock file
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface Entry {
  version?: string;
  dev?: true;
  optional?: true;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}
interface LockFile {
  packages: Record<string, Entry>;
}

const SYSTEMS = new Set([
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
]);
const PROCESSORS = new Set(['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']);
const LIBRARIES: Record<string, string> = {
  gnu: 'glibc',
  gnueabihf: 'glibc',
  musl: 'musl',
  musleabihf: 'musl',
};

/** `@oxlint/binding-linux-x64-musl` is for os linux, cpu x64, libc musl. */
function platformOf(name: string): Pick<Entry, 'os' | 'cpu' | 'libc'> | undefined {
  const words = name.split(/[-/]/);
  const os = words.filter((word) => SYSTEMS.has(word));
  const cpu = words.filter((word) => PROCESSORS.has(word));
  const libc = words.flatMap((word) => LIBRARIES[word] ?? []);
  if (os.length !== 1 || cpu.length !== 1) return undefined;
  return { os, cpu, ...(libc.length > 0 && { libc }) };
}

/** Whether Node's look-up, from the folder of `parent` outwards, finds `name` among the packages. */
function isListed({ packages }: LockFile, parent: string, name: string): boolean {
  if (packages[parent === '' ? `node_modules/${name}` : `${parent}/node_modules/${name}`]) return true;
  return (
    parent !== '' &&
    isListed({ packages }, parent.slice(0, Math.max(0, parent.lastIndexOf('/node_modules/'))), name)
  );
}

const file = process.argv[2] ?? 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8')) as LockFile;
const added: string[] = [];
for (const [parent, { dev, optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (isListed(lock, parent, name)) continue;
    const platform = platformOf(name);
    if (platform === undefined || !/^\d+\.\d+\.\d+/.test(version)) {
      throw new Error(
        `${name}@${version} of ${parent}: its version or its platform cannot be told; add it by hand`,
      );
    }
    const folder = parent.slice(0, parent.lastIndexOf('node_modules/') + 'node_modules/'.length);
    lock.packages[`${folder}${name}`] = { version, ...(dev && { dev }), optional: true, ...platform };
    added.push(name);
  }
}
const [root, ...rest] = Object.entries(lock.packages);
const sorted = rest.toSorted(([a], [b]) => a.localeCompare(b, 'en'));
lock.packages = Object.fromEntries([root!, ...sorted]);
if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, undefined, 2)}\n`);
console.log(
  added.length === 0 ? `${file} is complete` : `${file}: added ${added.length}: ${added.join(', ')}`,
);
