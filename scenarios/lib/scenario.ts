import http from 'k6/http';
import exec from 'k6/execution';
import type { Options } from 'k6/options';
import { K6_METRICS } from '../../protocol/metrics.ts';
import { LATE_MS, loadEndsMs, OVERTAXED_MS } from '../../protocol/limits.ts';
import { ProfileSchedule } from '../../protocol/profile.ts';
import { HEADERS, ROUTES, UNREAD_FIGURE } from '../../protocol/routes.ts';
import { chooseEpoch, clockOf, type Epoch } from './clock.ts';
import { compareClock } from './compared-clock.ts';
import { Pacer } from './pacer.ts';
import { PATIENCE_MS } from './patience.ts';
import { randomOf } from '../../protocol/random.ts';
import { planMeter } from './meter.ts';
import type { Recorder } from './impression.ts';
import { recordDone, recordEnd, recorder, recordStart } from './recorder.ts';
import { note } from './note.ts';
import { shared } from './session.ts';
import { SessionClient, TimeUp } from './session-client.ts';
import type { Settings } from './settings.ts';

/** Time for every client to be at its start before the first operation is due. */
const LEAD_MS = 200;

const SYSTEM_TAGS = ['method', 'name', 'status', 'error_code', 'scenario'];

/** Drawn apart, so that clients ask for the same, in the same order, whether they think or not. */
const THOUGHTS = 1_000_003;

/** What the app answers when it is about to exit as it was told. */
const STATUS_EXITING = 202;

const WAY_BEHIND = `clients were more than ${LATE_MS / 1000} s behind the load's time, and gave up what was still due`;
const IN_TIME =
  "the app was slower than its clients came, and what was still due at the end of the load's time was left out";
const OVERTAXED = `clients were more than ${OVERTAXED_MS / 1000} s behind a rate that went up until something breaks, and gave up what was still due`;
const NO_ANSWER = `the app had given no answer for more than ${PATIENCE_MS / 1000} s when the load's time was over, and clients gave up what was still due`;
const OTHER_SECRET = 'cookies were not taken although the store had their sessions';
const OUT_OF_TIME = 'clients had not done all that they were to do when their time was over';

/** One client of a workload, ready to go. */
export interface ClientRun {
  client: SessionClient;
  index: number;
  pacer: Pacer;
  random: () => number;
  clock: () => number;
}

/** What k6 needs of a scenario file: each client runs `live` once, from its first operation to its last. */
export function scenario(
  settings: Settings,
  live: (run: ClientRun) => void | Promise<void>,
  more: Options = {},
) {
  const recordAll = recorder(settings);
  const meterPlan = settings.live ? planMeter() : undefined;
  return {
    options: { ...optionsOf(settings), ...more },
    setup: (): Epoch => {
      const epoch = chooseEpoch(LEAD_MS);
      recordStart(settings, epoch);
      compareClock(settings, epoch, clockOf(epoch));
      return epoch;
    },
    run: async (epoch: Epoch): Promise<void> => {
      const index = exec.vu.idInTest - 1;
      const clock = clockOf(epoch);
      const random = randomOf(settings.seed * 65_537 + index);
      const periodMs = (1000 * settings.clients) / settings.rate;
      const pacer = new Pacer({
        phaseMs: (index / settings.clients) * periodMs,
        periodMs,
        durationMs: settings.durationMs,
        clock,
        ...(settings.breakpoint && { patienceMs: OVERTAXED_MS }),
        think:
          settings.think && thinking(settings.think, randomOf(settings.seed * 65_537 + index + THOUGHTS)),
        schedule: settings.profile && new ProfileSchedule(settings.profile),
        isVain: () => settings.faults === 0 && client.silentMs > PATIENCE_MS,
      });
      // The first client speaks for all: they keep to the same schedule.
      const meter = index === 0 ? meterPlan : undefined;
      let operations = 0;
      const record: Recorder = (line, impression) => {
        recordAll(line, impression);
        operations++;
        meter?.(settings.clients * pacer.perSecond);
      };
      const client = new SessionClient(`c${index + 1}`, settings, { clock, record, random });
      const isDone = await isDoneInTime(async () => live({ client, index, pacer, random, clock }));
      const { neverSent, wasVain, wasInTime } = pacer;
      const late = settings.breakpoint ? OVERTAXED : WAY_BEHIND;
      if (neverSent > 0)
        note(settings, wasInTime ? IN_TIME : wasVain ? NO_ANSWER : late, clock(), {
          'operations never sent': neverSent,
        });
      if (client.unread > 0) note(settings, OTHER_SECRET, clock(), { [UNREAD_FIGURE]: client.unread });
      if (!isDone) note(settings, OUT_OF_TIME, clock(), { 'clients out of time': 1 });
      meter?.(0);
      if (settings.instances > 1)
        note(settings, 'sessions that more than one instance was asked for', clock(), {
          sessions_at_several_instances: shared.sessions,
        });
      // One client of each generator; what it does last delays nothing.
      if (exec.vu.idInInstance === 1) compareClock(settings, epoch, clock);
      recordDone(settings, client.id, clock(), operations);
    },
    restart: (): void => {
      const [first] = settings.targets;
      const { status } = http.post(`${first}${ROUTES.exit}?how=${settings.restartHow}`, null, {
        headers: { [HEADERS.token]: settings.token },
      });
      if (status !== STATUS_EXITING) {
        const next = 'start it with HOLDFAST_CONTROL_TOKEN, and give the same here as CONTROL_TOKEN';
        console.warn(`the app was not restarted: ${ROUTES.exit} answered ${status}; ${next}`);
      }
    },
    teardown: ({ epochMs }: Epoch): void => {
      // k6's run clock cannot be read here. Whole milliseconds, rounded up, still end after every operation.
      recordEnd(settings, Date.now() + 1 - epochMs);
    },
  };
}

const thinking = ({ fromMs, toMs }: NonNullable<Settings['think']>, random: () => number) => ({
  draw: () => fromMs + random() * (toMs - fromMs),
  meanMs: (fromMs + toMs) / 2,
});

/** Whether it came to its end before its time was over. */
async function isDoneInTime(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof TimeUp) return false;
    throw error;
  }
}

function optionsOf(settings: Settings): Options {
  const { clients, restartAtMs, live, run, workload, store, shortcuts } = settings;
  const restart = {
    executor: 'per-vu-iterations' as const,
    exec: 'restart',
    vus: 1,
    iterations: 1,
    startTime: `${(restartAtMs ?? 0) + LEAD_MS}ms`,
  };
  return {
    scenarios: {
      clients: {
        executor: 'per-vu-iterations',
        vus: clients,
        iterations: 1,
        // A client that has not ended by then is stuck, and its history is cut off.
        maxDuration: `${LEAD_MS + loadEndsMs(settings)}ms`,
        gracefulStop: '0s',
      },
      ...(restartAtMs === undefined ? {} : { restart }),
    },
    // Every tag makes series: those that tell nothing, or the same as another, are left out.
    ...(live ? { tags: { run, workload, store }, systemTags: SYSTEM_TAGS } : {}),
    ...(Object.keys(shortcuts).length > 0 && { hosts: { ...shortcuts } }),
    noConnectionReuse: false,
    discardResponseBodies: false,
    summaryTrendStats: ['count', 'med', 'p(90)', 'p(99)', 'max'],
    thresholds: {
      [K6_METRICS.missing]: ['rate==0'],
      [K6_METRICS.wrong]: ['rate==0'],
      [K6_METRICS.failed]: [`rate<=${settings.unserved}`],
    },
  };
}
