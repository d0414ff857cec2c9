import type { Definition } from './definition.ts';

/** Whether requests leave something behind: harness/analysis/leak.ts judges it, from the readings of the heap. */
export const requestLeak: Definition<'request-leak'> = {
  kind: 'request-leak',
  shownBy: 'run',
  meaning: "The app's memory grows with every request of sessions that stay the same.",
  under: 'Memory',
  definition: [
    `
      In \`growth\`, when the visitors who never come back have gone, each client makes one session and
      reads and writes it for a while. The app's heap after forced collections is fitted against these
      requests, without the first 20 % of them. It is a leak where the slope's 95 % interval is above zero
      and the slope itself is at least the smallest that the readings could have shown, and 500 B: a heap
      drifts by some tens of bytes a request while code is compiled. Nothing is said where a request went
      without an answer, for it may make a session at any later time.
    `,
  ],
  inPractice: `
    A listener, a timer or an entry of a map for each request, which nothing takes away again.
  `,
  neighbours: `
    What each _session_ adds is no anomaly but a figure of its own: a store has to keep sessions somewhere.
  `,
  whatToDo: `
    Compare two snapshots of the heap, taken while the same sessions are asked for again and again: what
    there is more of is what the app or a middleware keeps.
  `,
};
