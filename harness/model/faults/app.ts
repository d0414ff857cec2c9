import { NO_PARAMETERS } from './parameters.ts';
import { ENDED, PAUSED, SYNC_SEEN } from './shown-by.ts';
import type { FaultTraits } from './traits.ts';

/** What is done to instances of the app. */
export const APP_FAULTS = {
  'app-restart': {
    site: 'app',
    usualMs: 0,
    summary: 'an app instance is asked to end (SIGTERM), as in a deployment, and started again',
    shownBy: ENDED,
    parameters: NO_PARAMETERS,
  },
  'app-crash': {
    site: 'app',
    usualMs: 0,
    summary: 'an app instance is killed (SIGKILL), and started again',
    shownBy: ENDED,
    parameters: NO_PARAMETERS,
  },
  'app-power-loss': {
    site: 'app',
    usualMs: 0,
    summary:
      "the machine of the app loses its power: every app instance is killed (SIGKILL), what they had written to the store's files and not synced (fsync, fdatasync, O_SYNC, msync) is undone, and they are started again on what is left. Names of files are kept",
    shownBy: `of each instance, ${ENDED}; ${SYNC_SEEN}`,
    parameters: NO_PARAMETERS,
    hitsAll: true,
    undoesFilesOfStore: true,
  },
  'app-pause': {
    site: 'app',
    usualMs: 2000,
    summary: 'an app instance is stopped for a while, its connections open',
    shownBy: PAUSED,
    parameters: NO_PARAMETERS,
  },
  'app-blocked': {
    site: 'app',
    usualMs: 2000,
    summary:
      'the event loop of an app instance is blocked, as by a long computation: connections are taken in by the system, and nobody is answered',
    shownBy: 'the instance says for how long it was, and what it was asked meanwhile had to wait',
    parameters: NO_PARAMETERS,
    asksApp: true,
  },
  'app-rolling': {
    site: 'app',
    usualMs: 0,
    summary:
      'every app instance is replaced, one after the other, as in a rolling deployment; all others are up meanwhile. Who balances is not told',
    shownBy: `of each instance in turn, ${ENDED}; all others answered when it was gone`,
    parameters: {
      numbers: [],
      choice: {
        name: 'ending',
        key: 'ending',
        values: { drained: 'SIGTERM: it answers what is under way first', undrained: 'SIGKILL' },
      },
    },
    hitsAll: true,
    leastInstances: 2,
    asksApp: true,
    pods: 'also',
  },
  'app-scaled': {
    site: 'app',
    usualMs: 5000,
    summary:
      'the Deployment, or StatefulSet, of an app in a cluster has one pod fewer for a while, or one more, and then as many again; which one goes, the cluster decides',
    shownBy:
      'the cluster has so many pods, all of them ready, none with the uid of one that went, and as many as before after',
    parameters: {
      numbers: [],
      choice: {
        name: 'how',
        key: 'how',
        values: { in: 'one pod fewer', out: 'one pod more' },
      },
    },
    hitsAll: true,
    pods: 'only',
  },
  'app-clock-skew': {
    site: 'app',
    usualMs: 10_000,
    summary:
      'the clock of an app instance is wrong for a while, and then right again (TimeChaos of Chaos Mesh); clients, the server and all other instances keep their time',
    shownBy:
      "the Date of the instance's answers was so far from this machine's clock at its onset and at its end, give or take 3 s, against before and after",
    parameters: {
      numbers: [
        {
          name: 'skew',
          key: 'skewMs',
          unit: 'ms',
          // A time zone: more than sessions live here, unless --ttl says otherwise.
          usual: 3_600_000,
          // A Date counts seconds, and a busy app's lags.
          least: 10_000,
          most: 366 * 86_400_000,
          means: 'how wrong',
        },
      ],
      choice: {
        name: 'way',
        key: 'way',
        values: { ahead: 'it is later there', behind: 'it is earlier there' },
      },
    },
    chaosMesh: 'timechaos',
    outlasts: true,
  },
  'app-secret-rotated': {
    site: 'app',
    usualMs: 0,
    summary:
      'every app instance is started again with a new secret, the old one still accepted; of several instances all first learn to accept the new one, as a rotation is done',
    shownBy: 'a cookie from before is still taken, and one from after is signed with the new secret',
    parameters: NO_PARAMETERS,
    hitsAll: true,
    onProcesses: true,
  },
  'app-started-early': {
    site: 'app',
    usualMs: 2000,
    summary:
      'an app instance is started again while its store is away (its wire is cut), which comes back later; an instance that ends of that is started once more then, as a supervisor would',
    shownBy: 'its wire refused connections, the instance was not ready while it did, and was after',
    parameters: NO_PARAMETERS,
    cutsWire: true,
  },
} as const satisfies Record<string, FaultTraits>;
