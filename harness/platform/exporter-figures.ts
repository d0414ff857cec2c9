import { z } from 'zod';
import type { ServerMemory } from './subject.ts';

const ANSWER_LIMIT_MS = 5000;
const figuresSchema = z.object({ memoryBytes: z.number(), sessions: z.number() });

/** What the exporter says of a store's server at that address. Rejects with its words where it says nothing of it. */
export async function figuresAt(url: string): Promise<ServerMemory> {
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
  const text = await response.text();
  if (!response.ok) throw new Error(`the exporter answered ${response.status}: ${text.trim().slice(0, 200)}`);
  return figuresSchema.parse(JSON.parse(text));
}
