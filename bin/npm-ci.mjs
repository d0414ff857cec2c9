import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, delimiter, dirname } from 'node:path';
import { exitCodeOf, forwardSignals } from './child.mjs';
import { LaunchError } from './launch-error.mjs';

const LIMIT_MS = 15 * 60_000;
const SAY_EVERY_MS = 5_000;
const KEPT_LINES = 6;

/** Runs `npm ci` in `folder` with the given Node, saying every few seconds that it is still at it. */
export async function npmCi(folder, node, what) {
  const [file, first] = npmCommand(node);
  // Whatever NODE_ENV says: the tests are run from the same checkout.
  const child = spawn(file, [...first, 'ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: folder,
    env: npmEnvironment(node),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
  });
  let output = '';
  const keep = (chunk) => (output = (output + chunk).slice(-20_000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);

  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  const ticker = setInterval(() => console.error(`  npm ci: ${seconds()} s`), SAY_EVERY_MS);
  const stopForwarding = forwardSignals(child);
  const { code, signal } = await ended(child).finally(() => {
    clearInterval(ticker);
    stopForwarding();
  });
  if (code === 0) return console.error(`  done in ${seconds()} s`);
  const exitCode = exitCodeOf(code, signal);
  if (exitCode > 128 && Date.now() - startedAt < LIMIT_MS) {
    throw new LaunchError(`interrupted while installing ${what}`, undefined, exitCode);
  }
  const ending =
    exitCode > 128 ? `npm ci was not done after ${seconds()} s` : `npm ci ended with code ${code}`;
  throw new LaunchError(
    `${what} could not be installed: ${ending}. It said:\n${abridged(output)}`,
    `see that npm reaches its registry, then run the same command again (or npm ci in ${folder})`,
  );
}

/** npm gives the reason first and a compiler gives it last. */
function abridged(output) {
  const lines = output.split('\n').filter((line) => !/^(npm error|npm warn.*)?\s*$/.test(line));
  const cut = lines.length > 2 * KEPT_LINES;
  const kept = cut ? [...lines.slice(0, KEPT_LINES), '...', ...lines.slice(-KEPT_LINES)] : lines;
  return kept.map((line) => `    ${line}`).join('\n');
}

/** npm is run by the given Node itself: found by PATH it would start with the older one, by its first line. */
function npmCommand(node) {
  const npm = process.env.npm_execpath;
  // Other package managers set npm_execpath too.
  const usable = npm !== undefined && basename(npm) === 'npm-cli.js' && existsSync(npm);
  return usable ? [node.path, [npm]] : ['npm', []];
}

function npmEnvironment(node) {
  const env = { ...process.env, PATH: [dirname(node.path), process.env.PATH].join(delimiter) };
  // Native modules are compiled against this Node's own headers, not those that npm would download or is set to.
  return node.headers === undefined ? env : { ...env, npm_config_nodedir: node.headers };
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
    child.once('error', (error) => {
      reject(error.code === 'ENOENT' ? new LaunchError('npm was not found on PATH.', 'install npm') : error);
    });
  });
}
