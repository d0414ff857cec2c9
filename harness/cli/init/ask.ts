import { createInterface, type Interface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { interrupted } from '../../errors.ts';
import { STORE_NAMES } from '../../stores/catalogue.ts';
import type { FoundStore } from './found.ts';
import type { Answers } from './text.ts';

/** Where questions go and answers come from. */
export interface Dialogue {
  input: Readable;
  output: Writable;
}

/** Asks three things of a person; Enter alone takes the first choice. Rejects as interrupted where they leave. */
export async function ask(
  found: readonly FoundStore[],
  usual: Answers,
  dialogue: Dialogue,
): Promise<Answers> {
  const lines = createInterface(dialogue);
  const gone = new AbortController();
  lines.once('close', () => gone.abort());
  lines.once('SIGINT', () => lines.close());
  const question = async (text: string) => (await lines.question(text, { signal: gone.signal })).trim();
  try {
    return await askAll(found, usual, { question, say: (text) => void dialogue.output.write(text) });
  } catch (error) {
    if (gone.signal.aborted) throw interrupted('interrupted; nothing was written');
    throw error;
  } finally {
    lines.close();
  }
}

interface Asking {
  question: (text: string) => ReturnType<Interface['question']>;
  say: (text: string) => void;
}

type Choice = readonly [value: string, label: string];

async function askAll(found: readonly FoundStore[], usual: Answers, asking: Asking): Promise<Answers> {
  const subject = await askSubject(found, asking);
  // Nothing of an app that is up is broken.
  const faults =
    !('target' in subject) &&
    (await choose(asking, 'Also an experiment in which the app and its server are restarted and killed?', [
      ['yes', 'yes'],
      ['no', 'no'],
    ])) === 'yes';
  const policy = await choose(asking, 'What is a run to pass in CI?', [
    ['production', 'what any app in production needs of its sessions'],
    ['as-promised', 'what the store itself promises'],
  ]);
  const isFound = 'store' in subject && 'store' in usual.subject && subject.store === usual.subject.store;
  return { subject, because: isFound ? usual.because : '', faults, policy };
}

async function askSubject(found: readonly FoundStore[], asking: Asking): Promise<Answers['subject']> {
  const others = STORE_NAMES.filter((name) => !found.some(({ store }) => store === name));
  const kind = await choose(asking, 'What keeps the sessions?', [
    ...found.map(({ store, by }) => [store, `${store}, by ${by}`] as const),
    ...others.map((store) => [store, store] as const),
    ['module', 'a store of my own, in a module'],
    ['app', 'an app that is up and mounts the probe'],
  ]);
  if (kind === 'module') return { subject: await askText(asking, 'Which file is it?', './my-store.ts') };
  if (kind === 'app') return { target: await askText(asking, 'At which address?', 'http://127.0.0.1:3000') };
  return { store: kind };
}

async function choose(
  { question, say }: Asking,
  message: string,
  choices: readonly Choice[],
): Promise<string> {
  say(`${message}\n${choices.map(([, label], index) => `  ${index + 1}  ${label}\n`).join('')}`);
  while (true) {
    const answer = await question(`1 to ${choices.length}, or Enter for 1: `);
    const chosen = choices.find(([value], index) => answer === value || answer === String(index + 1));
    if (chosen !== undefined) return chosen[0];
    if (answer === '' && choices[0] !== undefined) return choices[0][0];
  }
}

const askText = async ({ question }: Asking, message: string, usual: string): Promise<string> =>
  (await question(`${message} Enter for ${usual}: `)) || usual;
