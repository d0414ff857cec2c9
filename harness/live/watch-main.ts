/** The thread that watches a run: measures what was recorded, looks at it now and then, and shows it (watch.ts starts it). */
import { parentPort, workerData } from 'node:worker_threads';
import { Looks } from './looks.ts';
import type { FromWatcher, ToWatcher, Watch } from './messages.ts';
import { LiveMeter } from './meter.ts';
import { liveContent, livePage, type Shown } from './page.ts';
import { serveLive, type LiveServer } from './server.ts';
import { inALine } from './words.ts';

const SHOWN_EVERY_MS = 1000;

const { port } = workerData as Watch;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- it is a thread, and no window
const post = (message: FromWatcher) => parentPort?.postMessage(message);
const looks = new Looks();
let meter = new LiveMeter();
let [title, durationMs, phase] = ['Holdfast', 0, 'getting ready'];
let history: string | undefined;

const shown = (): Shown => ({ title, durationMs, phase, meter, judged: looks.last, doubt: looks.doubt });
const server = await open();

const drawing = setInterval(() => {
  looks.tick(history);
  server?.show(liveContent(shown()).markup);
  post({ kind: 'summary', text: inALine(meter, looks.last, looks.doubt) });
}, SHOWN_EVERY_MS);

parentPort?.on('message', (message: ToWatcher) => {
  switch (message.kind) {
    case 'begin':
      ({ title, durationMs } = message);
      meter = new LiveMeter();
      return;
    case 'history':
      history = message.file;
      return;
    case 'phase':
      ({ phase } = message);
      return;
    case 'lines':
      for (const line of message.lines) meter.add(line);
      return;
    case 'over':
      void end(message.report);
  }
});

async function open(): Promise<LiveServer | undefined> {
  if (port === undefined) return undefined;
  try {
    const opened = await serveLive(port, () => livePage(shown()));
    post({ kind: 'listening', address: opened.address });
    return opened;
  } catch (error) {
    post({ kind: 'failed', why: (error as Error).message });
    return undefined;
  }
}

async function end(report: string | undefined): Promise<void> {
  clearInterval(drawing);
  await looks.end();
  await server?.end(report);
  post({ kind: 'closed' });
  parentPort?.close();
}
