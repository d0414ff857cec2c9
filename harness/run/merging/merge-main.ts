/** A thread that merges the parts of a history for another one that reads it (merging-thread.ts starts it). */
import { parentPort, workerData } from 'node:worker_threads';
import { mergeHistories } from '../../history/merge/merge.ts';
import { survey, type Survey } from '../../history/merge/survey.ts';
import { partOf } from './part.ts';
import { refusalOf, type Said, type Task, type Told } from './messages.ts';

const { files, sameClock, places } = workerData as Task;
const parts = files.map(partOf);
const surveys: Survey[] = [];
const rooms = places.map((place) => new Uint8Array(place));
const free = places.map((_, place) => place);
let wake = () => {};

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- it is a thread, and no window
const say = (message: Said) => parentPort?.postMessage(message);
const orRefused = (work: Promise<Said>) => void work.catch(refusalOf).then(say);

parentPort?.on('message', (told: Told) => {
  switch (told.kind) {
    case 'survey':
      return orRefused(surveyed(told.at));
    case 'surveyed':
      surveys[told.at] = told.survey;
      return;
    case 'merge':
      return orRefused(merged());
    case 'read':
      free.push(told.place);
      return wake();
  }
});

async function surveyed(at: number): Promise<Said> {
  surveys[at] = await survey(parts[at] as (typeof parts)[number]);
  return { kind: 'surveyed' };
}

async function merged(): Promise<Said> {
  const pieces = mergeHistories(parts, { sameClock, surveys });
  for (;;) {
    const { value, done } = await pieces.next();
    if (done === true) return { kind: 'merged', merged: value };
    await put(value);
  }
}

async function put(piece: Uint8Array): Promise<void> {
  for (let from = 0; from < piece.length;) {
    const place = await freePlace();
    const room = rooms[place] as Uint8Array;
    const part = piece.subarray(from, from + room.length);
    room.set(part);
    say({ kind: 'piece', place, bytes: part.length });
    from += part.length;
  }
}

async function freePlace(): Promise<number> {
  for (;;) {
    const place = free.shift();
    if (place !== undefined) return place;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}
