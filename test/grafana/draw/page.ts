import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { acquireLock } from '../../../bin/lock.mjs';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const BUILT = `${FOLDER}node_modules/.holdfast`;
const PAGE = `<!doctype html><html><head><meta charset="utf-8"><link rel="stylesheet" href="page.css"></head>
<body><div id="root"></div><script src="page.js"></script></body></html>`;
const LOCK = `${FOLDER}package-lock.json`;
const INSTALLED = `${BUILT}/installed.json`;
const LIMIT_MS = 600_000;

/** The address of the page that draws, a file. Installs Grafana's packages beside it the first time, some 460 MB. */
export async function drawingPage(signal: AbortSignal): Promise<string> {
  const release = await acquireLock(`${FOLDER}lock`, { signal, onWait: () => {} });
  try {
    const options = { cwd: FOLDER, cancelSignal: signal, timeout: LIMIT_MS, stdin: 'ignore' } as const;
    if (!(await isInstalled())) {
      console.error("installing Grafana's components, once, for a minute or two");
      await execa(
        'npm',
        ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps'],
        options,
      );
      await mkdir(BUILT, { recursive: true });
      await copyFile(LOCK, INSTALLED);
    }
    if (!(await isCurrent())) {
      await mkdir(BUILT, { recursive: true });
      const loaders = ['svg', 'ttf', 'png'].map((ending) => `--loader:.${ending}=dataurl`);
      const flags = [
        '--bundle',
        '--minify',
        '--format=iife',
        `--outfile=${BUILT}/page.js`,
        '--log-level=error',
      ];
      await writeFile(`${BUILT}/page.html`, PAGE);
      await execa(
        'node_modules/.bin/esbuild',
        ['page.mjs', ...flags, ...loaders, '--define:process.env.NODE_ENV="production"'],
        options,
      );
    }
    return pathToFileURL(`${BUILT}/page.html`).href;
  } finally {
    release();
  }
}

/** From the lock file as it is now, of which there is a copy beside what was installed. */
async function isInstalled(): Promise<boolean> {
  try {
    const [wanted, had] = await Promise.all([LOCK, INSTALLED].map((file) => readFile(file, 'utf8')));
    return wanted === had;
  } catch {
    return false;
  }
}

async function isCurrent(): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(`${BUILT}/page.js`);
    return mtimeMs >= (await stat(`${FOLDER}page.mjs`)).mtimeMs;
  } catch {
    return false;
  }
}
