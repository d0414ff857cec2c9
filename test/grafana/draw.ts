/**
 * `npm run dashboards:draw -- <address of a Prometheus> <folder> [minutes]`: draws every dashboard by Grafana's own
 * components in Chromium, as it is on screens of 1440 and 1024 px, light and dark. Says what cannot be read, and ends
 * with 1 where there is such a thing.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CHROMIUM, openBrowser } from '../../harness/report/testing/browser.ts';
import { DASHBOARDS } from '../../infra/grafana/catalogue.ts';
import { prometheusAt } from './prometheus.ts';
import { drawingOf } from './draw/drawing.ts';
import { painter } from './draw/pictures.ts';

const [address = 'http://127.0.0.1:9090', folder = '.', minutes = '15'] = process.argv.slice(2);
if (CHROMIUM === undefined) {
  console.error('needs Chromium, and there is none. Try: name it by the variable CHROMIUM');
  process.exit(69);
}
const signal = AbortSignal.timeout(20 * 60_000);
const prometheus = prometheusAt(address, signal);
const toMs = Date.now();
const stretch = { fromMs: toMs - Number(minutes) * 60_000, toMs };
const stores = await prometheus.labelValues('up{job="app"}', 'store', { ...stretch, stepMs: 2000 });
await mkdir(folder, { recursive: true });
await using browser = await openBrowser(CHROMIUM);
await using paint = await painter(browser, signal);
for (const dashboard of DASHBOARDS) {
  for (const widthPx of [1440, 1024]) {
    const drawing = await drawingOf(dashboard, prometheus, { ...stretch, stores, widthPx });
    for (const mode of ['light', 'dark'] as const) {
      const { png, faults } = await paint.paint(drawing, mode);
      const name = `${dashboard.uid}-${widthPx}-${mode}.png`;
      await writeFile(join(folder, name), png);
      for (const fault of faults) console.error(`${name}: ${fault}`);
      if (faults.length > 0) process.exitCode = 1;
    }
  }
}
