import type { Browser } from 'puppeteer-core';
import { messageOf } from '../../../protocol/message-of.ts';
import type { drawingOf } from './drawing.ts';
import { drawingPage } from './page.ts';

type Drawing = Awaited<ReturnType<typeof drawingOf>>;

export interface Picture {
  png: Uint8Array;
  /** Texts over each other, and texts without a sense; none where all can be read. */
  faults: string[];
  /** What is written on each panel, axes included. */
  said: Record<string, string[]>;
}

/** Draws dashboards in a browser, in Grafana's light or dark. */
export async function painter(browser: Browser, signal: AbortSignal) {
  const address = await drawingPage(signal);
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(messageOf(error)));
  await page.goto(address);
  if (errors.length > 0) throw new Error(`the page that draws has failed: ${errors.join('; ')}`);
  return {
    paint: async (drawing: Drawing, mode: 'light' | 'dark'): Promise<Picture> => {
      await page.setViewport({ width: drawing.widthPx, height: 900 });
      const height = (await page.evaluate(`window.draw(${JSON.stringify({ ...drawing, mode })})`)) as number;
      await page.setViewport({ width: drawing.widthPx, height: Math.ceil(height) });
      await new Promise((resolve) => setTimeout(resolve, 300));
      const faults = (await page.evaluate('window.faults()')) as string[];
      const said = (await page.evaluate('window.said()')) as Record<string, string[]>;
      const png = await page.screenshot({ type: 'png' });
      return { png, faults: [...errors.splice(0), ...faults], said };
    },
    [Symbol.asyncDispose]: () => page.close(),
  };
}
