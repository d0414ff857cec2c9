import type { Definition } from './definition.ts';

/** Whether the subject serves at all: service.ts says how it is judged. */
export const unserved: Definition<'unserved'> = {
  kind: 'unserved',
  shownBy: 'run',
  meaning: 'Requests were not answered as asked, outside of faults, or for long after one.',
  under: 'Service',
  definition: [
    `
      - Outside of faults and their recovery, more than the allowed share of what was asked was \`refused\`,
        \`failed\` or \`unknown\`. Exactly the share is allowed: 10 of 1,000 pass, 11 do not. With 20
        operations or more, and three that were not served; one or two of them above the share are a mishap
        of the machine as likely as a defect, and the experiment is unknown, as 300 operations or more would
        have decided.
      - Or the subject was not served again within \`recoverWithinMs\` of a fault's end, be it later or
        never. Where the run ends before that, whether it recovers is unknown, unless the last operations
        show that it has. Workloads that look at all sessions in the end go on asking for that long.

      **Where the machine was short, what it explains is left out.** A client that waited for as long as it
      does and was not answered may have waited for the app, or for a processor that others had. It is the
      machine's where an instance was ready to run and did not get to for half of that wait or more
      (\`starved\` lines: in each of these stretches its main thread waited for 40 % of it or more, twice as
      long as it ran, and the app itself had no more than half of the processors). Where such stretches make
      up half of the wait, though it waited for less of it, it is the machine's if the others who were
      answered meanwhile waited a fifth as long or more on average. It is the app's again where nobody was
      answered for so long that the instance had, beside what it waited for a processor, as much time as a
      client waits: it hangs. And it is the machine's where the generator was held up: operations whose
      client was free when they were due were sent late, by a fifth of that wait or more each. Where the app
      would not fail without those, \`unserved\` is unknown, which says so and what to do; never a pass.
      Nothing else is explained by a machine: not an error, not a refusal, not a connection that broke or
      was never made, and no wait beside a generator that was on time and an app that ran when it wanted to.

      The count is of operations that were not served. The witness has the last one that was served before,
      one of each kind of answer, and the first that was served again, if there is one.

      What nobody was served, nobody saw: with it, no promise counts as kept, and where less than half was
      served no other checker passes. Latency is of operations that succeeded; those that failed have a row
      of their own.
    `,
  ],
  inPractice: `
    A pool that is too small; a limit on the rate of requests; a client of a server that never connects
    again after an outage, so that express-session passes requests on without a session.
  `,
  neighbours: `
    A session that is absent was answered.
  `,
  whatToDo: `
    Look at the answers in the witness. Outside of faults it is a limit that is too low, or an app that is
    too slow for this load; after a fault, a client that does not connect again. Where so much is
    acceptable, say so with \`--unserved\` and \`--recover-within\`.
  `,
};
