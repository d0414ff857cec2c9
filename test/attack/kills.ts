import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import pWaitFor from 'p-wait-for';
import { descendantsOf } from '../../harness/platform/process/descendants.ts';
import { leftovers } from '../holdfast.ts';
import { below, oneOf, type Chance } from './random.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/holdfast.mjs', import.meta.url));
/** Nothing takes that long to end, on however busy a machine: only what never ends reaches it. */
const LIMIT_MS = 120_000;
/** Within which a run is hit, counted from its start or from that of its record. */
const WITHIN_MS = 6000;
/** Of the hits that come after the record has begun: before, there is little to be left. */
const RECORDED_SHARE = 0.75;

const LOAD = ['--clients', '6', '--rate', '90', '--duration', '20s'];
const COMMANDS: Record<string, (subject: string) => string[]> = {
  'run on memory': () => ['run', '--store', 'memory', '--faults', 'app-crash@2s,app-pause@4s+5s', ...LOAD],
  'run on redis': () => [
    'run',
    '--store',
    'redis',
    '--instances',
    '2',
    '--faults',
    'server-pause@1s+9s',
    ...LOAD,
  ],
  'run through wires': () => [
    'run',
    '--store',
    'redis',
    '--faults',
    'wire-down@1s+5s',
    '--tls-proxy',
    ...LOAD,
  ],
  prove: () => ['prove', '--stores', 'memory,redis'],
  compare: () => ['compare', '--quick', '--stores', 'memory,redis', '--rounds', '1'],
  "run on one's own": (subject) => ['run', '--subject', subject, '--faults', 'server-crash@2s', ...LOAD],
};

/** A server and a store that hold on to what they have: the server starts one of its own, and heeds no SIGTERM. */
const SUBJECT = `
  const listen = \`
    process.on('SIGTERM', () => {});
    require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    require('node:net').createServer((socket) => socket.resume()).listen(Number(process.argv[1]), '127.0.0.1');\`;
  export default {
    server: { command: process.execPath, args: ['-e', listen, '{port}'], url: 'mine://127.0.0.1:{port}' },
    open: ({ session }) => new session.MemoryStore(),
  };`;

/** Who is hit, and with what. The reaper hears no signal but KILL; whoever kills it kills the run after it. */
const HITS = [
  'INT launcher',
  'TERM launcher',
  'HUP launcher',
  'KILL launcher',
  'INT harness',
  'TERM harness',
  'HUP harness',
  'KILL harness',
  'KILL reaper, INT harness',
  'KILL reaper harness',
  'KILL launcher harness reaper',
] as const;
type Hit = (typeof HITS)[number];

export interface KillScore {
  kills: number;
  /** How often each was hit. */
  hits: Partial<Record<Hit, number>>;
  /** Kills after the run had come to its end by itself. */
  late: number;
  /** Runs of which a history was left. */
  histories: number;
  complaints: string[];
}

/** Kills runs at random moments, all in one reports folder, and looks at what they leave. */
export async function tryKills(
  reports: string,
  count: number,
  chance: Chance,
  onKill: (line: string) => void,
): Promise<KillScore> {
  const score: KillScore = { kills: 0, hits: {}, late: 0, histories: 0, complaints: [] };
  await mkdir(reports, { recursive: true });
  const subject = join(reports, '..', 'stubborn.mjs');
  await writeFile(subject, SUBJECT);
  for (let index = 0; index < count; index++) {
    // Each hit and each command comes as often as the others.
    const hit = HITS[index % HITS.length] as Hit;
    const [name, command] = oneOf(chance, Object.entries(COMMANDS));
    const afterMs = 100 + below(chance, WITHIN_MS);
    const isRecording = chance() < RECORDED_SHARE;
    const what = `${hit} after ${afterMs} ms of ${name}${isRecording ? ', once it records' : ''}`;
    onKill(what);
    const before = new Set(await readdir(reports));
    const moment = async (isOver: () => boolean) => {
      const recording = async () => isOver() || (await recordedIn(reports, before));
      if (isRecording) await pWaitFor(recording, { interval: 50, timeout: LIMIT_MS });
      await delay(afterMs);
    };
    const complaints = await killOne([...command(subject), '--reports', reports], hit, moment, score);
    score.kills++;
    score.hits[hit] = (score.hits[hit] ?? 0) + 1;
    score.complaints.push(...complaints.map((complaint) => `${what}: ${complaint}`));
    for (const run of await readdir(reports)) {
      if (before.has(run)) continue;
      if (existsSync(join(reports, run, 'history.ndjson'))) score.histories++;
      const complaint = await passOf(join(reports, run));
      if (complaint !== undefined) score.complaints.push(`${what}: ${complaint}`);
    }
  }
  return score;
}

/** Whether a run that was not there before has begun to write its history. */
async function recordedIn(reports: string, before: ReadonlySet<string>): Promise<boolean> {
  const runs = await readdir(reports);
  return runs.some((run) => !before.has(run) && existsSync(join(reports, run, 'history.ndjson')));
}

async function killOne(
  args: readonly string[],
  hit: Hit,
  moment: (isOver: () => boolean) => Promise<void>,
  score: KillScore,
): Promise<string[]> {
  const running = execa(process.execPath, [LAUNCHER, ...args], {
    reject: false,
    stdin: 'ignore',
    env: { NO_COLOR: '1' },
    detached: true,
  });
  await moment(() => running.nodeChildProcess.exitCode !== null);
  const isLate = running.nodeChildProcess.exitCode !== null;
  if (isLate) score.late++;
  else await strike(running.pid ?? 0, hit);
  const complaints: string[] = [];
  const ended = await Promise.race([running, delay(LIMIT_MS).then(() => undefined)]);
  if (ended === undefined) {
    running.kill('SIGKILL');
    return [`it had not ended after ${LIMIT_MS / 1000} s`];
  }
  const { exitCode, stderr, stdout } = ended;
  if (exitCode === 70) complaints.push(`exit code 70: ${stderr.slice(-500)}`);
  if (/^\s+at .*:\d+:\d+\)?$/m.test(stderr + stdout)) complaints.push(`a stack trace: ${stderr.slice(-800)}`);
  if (exitCode === 0 && !isLate) complaints.push('exit code 0 although it was killed');
  let left: string[] = [];
  await pWaitFor(async () => (left = await leftovers()).length === 0, {
    interval: 200,
    timeout: LIMIT_MS,
  }).catch(() => {
    complaints.push(`still running: ${left.join('\n')}`);
  });
  return complaints;
}

async function commandOf(pid: number): Promise<string> {
  const { stdout } = await execa('ps', ['-o', 'args=', '-p', String(pid)], { reject: false });
  return stdout;
}

/** Finds who is to be hit among the launcher and what it started, and hits those that there are by now. */
async function strike(launcher: number, hit: Hit): Promise<void> {
  const found: Record<string, number> = { launcher };
  for (const pid of await descendantsOf(launcher)) {
    const command = await commandOf(pid);
    if (command.includes('harness/cli/main.ts')) found['harness'] = pid;
    if (command.includes('reaper-main.ts')) found['reaper'] = pid;
  }
  for (const part of hit.split(', ')) {
    const [signal = 'KILL', ...whom] = part.split(' ');
    for (const who of whom) {
      const pid = found[who];
      try {
        if (pid !== undefined) process.kill(pid, `SIG${signal}`);
      } catch {
        // It has ended by itself in the meantime.
      }
    }
    // A run that was not far enough to have a harness is ended all the same.
    if (found['harness'] === undefined) process.kill(launcher, 'SIGTERM');
  }
}

/** A run that was killed has no pass to show, and whoever asks for its verdict is not told of a defect. */
async function passOf(run: string): Promise<string | undefined> {
  const file = join(run, 'results.json');
  const results = existsSync(file)
    ? (JSON.parse(await readFile(file, 'utf8')) as { run: { complete: boolean } })
    : undefined;
  const checked = await execa(process.execPath, [LAUNCHER, 'check', run], { reject: false, stdin: 'ignore' });
  if (checked.exitCode === 70) return `check of what it left: exit code 70: ${checked.stderr.slice(-500)}`;
  if (checked.exitCode === 0 && results === undefined) return 'check of what it left passes';
  return undefined;
}

/** Data folders that are left of all the runs in a reports folder. */
export async function dataLeft(reports: string): Promise<string[]> {
  const runs = await readdir(reports);
  return runs.map((run) => join(reports, run, 'data')).filter((folder) => existsSync(folder));
}
