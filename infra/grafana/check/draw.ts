import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { execa } from 'execa';
import { fitted } from './fit.ts';
import type { Mark } from './marks.ts';

interface Drawing {
  /** The path of grafatui. */
  program: string;
  prometheusUrl: string;
  /** As Grafana lays it out: grafatui repeats no panel. */
  dashboard: Dashboard;
  /** grafatui asks for no annotations: they are handed to it. */
  marks: readonly Mark[];
  /** How far back from now. */
  rangeMs: number;
  signal: AbortSignal;
}

/** Lines of the terminal: six for each of the 24 units that it shows at once. */
const LINES = 150;
const LIMIT_MS = 60_000;
const POLL_MS = 500;
/** For the answers to all queries: a drawing before that shows panels without their graphs. */
const ANSWERS_MS = 8_000;

/**
 * Draws a dashboard by grafatui in a terminal of its own, and gives the picture as SVG. grafatui has no command for
 * that: it is told by its keys, `e` to export and `q` to quit. Rejects where there is no picture after a minute.
 */
export async function draw(drawing: Drawing): Promise<string> {
  const { program, prometheusUrl, dashboard, marks, rangeMs, signal } = drawing;
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-draw-'));
  try {
    const file = join(folder, 'dashboard.json');
    const events = join(folder, 'marks.jsonl');
    await writeFile(file, JSON.stringify(fitted(dashboard)));
    await writeFile(events, marks.map(eventOf).join(''));
    const options = {
      '--prometheus-url': prometheusUrl,
      '--grafana-json': file,
      '--annotations-file': events,
      '--range': `${Math.round(rangeMs / 1000)}s`,
      '--scrape-interval': '2s',
      '--refresh-rate': '3000',
      '--export-dir': folder,
      '--export-format': 'svg',
    };
    const command = [program, ...Object.entries(options).flat()];
    const terminal = execa(
      'script',
      ['-qec', `stty rows ${LINES} cols 200; exec ${command.map(quoted).join(' ')}`, '/dev/null'],
      {
        cancelSignal: signal,
        env: { TERM: 'xterm-256color' },
        stdin: 'pipe',
        timeout: LIMIT_MS,
        reject: false,
      },
    );
    await delay(ANSWERS_MS, undefined, { signal });
    terminal.stdin.write('e');
    const picture = await appeared(folder, signal);
    terminal.stdin.end('q');
    await terminal;
    return picture;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function appeared(folder: string, signal: AbortSignal): Promise<string> {
  for (let waitedMs = 0; waitedMs < LIMIT_MS; waitedMs += POLL_MS) {
    await delay(POLL_MS, undefined, { signal });
    // It gives the file its name when it is whole.
    const name = (await readdir(folder)).find((each) => each.endsWith('.svg'));
    if (name !== undefined) return readFile(join(folder, name), 'utf8');
  }
  throw new Error(
    `grafatui drew nothing in ${LIMIT_MS / 1000} s. Try it by hand: grafatui --grafana-json <file>`,
  );
}

const eventOf = ({ atMs, text, kind }: Mark) =>
  `${JSON.stringify({ time: new Date(atMs).toISOString(), text, tags: [kind] })}\n`;

const quoted = (word: string) => `'${word.replaceAll("'", String.raw`'\''`)}'`;
