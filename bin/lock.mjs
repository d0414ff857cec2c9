import { mkdirSync, readFileSync, rmdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const BEAT_MS = 2_000;
const STALE_MS = 30_000;
const POLL_MS = 200;

/**
 * A lock between processes, as a file. It must work before node_modules exists, so it is no library's.
 * The holder touches the file every 2 s. A file is stale when its process is gone, or was not touched for 30 s (its
 * process is on another machine that shares the disk, or its number was given to another one).
 * Resolves to the function that releases it.
 */
export async function acquireLock(path, { onWait = () => {}, signal } = {}) {
  const owner = JSON.stringify({ pid: process.pid, host: hostname(), token: randomUUID() });
  mkdirSync(dirname(path), { recursive: true });
  for (let waited = false; !create(path, owner); waited = true) {
    if (isStale(path)) removeStale(path);
    else if (!waited) onWait();
    await delay(POLL_MS, undefined, { signal });
  }
  const beat = setInterval(() => touch(path), BEAT_MS);
  beat.unref();
  return () => {
    clearInterval(beat);
    if (read(path) === owner) rmSync(path, { force: true });
  };
}

/** Runs `work` while no other process installs anything for this Holdfast. */
export async function withInstallLock(path, work) {
  const release = await acquireLock(path, {
    onWait: () => console.error('Another Holdfast is installing; waiting for it...'),
  });
  try {
    return await work();
  } finally {
    release();
  }
}

function create(path, owner) {
  try {
    writeFileSync(path, owner, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isStale(path) {
  const ageMs = ageOf(path);
  if (ageMs === undefined) return false;
  if (ageMs > STALE_MS) return true;
  try {
    const { pid, host } = JSON.parse(read(path) ?? '');
    return host === hostname() && !isRunning(pid);
  } catch {
    return false; // Just created and not yet written.
  }
}

/**
 * Two processes may see the same stale file. Were each simply to delete it, the slower one would delete the lock
 * that the faster one has just made; so the deletion has a lock of its own, and looks again once it holds that.
 */
function removeStale(path) {
  const guard = `${path}.removing`;
  try {
    mkdirSync(guard);
  } catch {
    if ((ageOf(guard) ?? 0) > STALE_MS) rmdirSync(guard);
    return;
  }
  if (isStale(path)) rmSync(path, { force: true });
  rmdirSync(guard);
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function ageOf(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? undefined : Date.now() - stat.mtimeMs;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function touch(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // The folder was removed under us; release copes with that too.
  }
}
