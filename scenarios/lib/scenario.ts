import http from 'k6/http';
import exec from 'k6/execution';
import type { Options } from 'k6/options';
import { K6_METRICS } from '../../protocol/metrics.ts';
import { HEADERS, ROUTES } from '../../protocol/routes.ts';
import { chooseEpoch, clockOf, type Epoch } from './clock.ts';
import { Pacer } from './pacer.ts';
import { randomOf } from './random.ts';
import { recordDone, recordEnd, recorder, recordStart } from './recorder.ts';
import { SessionClient } from './session-client.ts';
import type { Settings } from './settings.ts';

/** Time for every client to be at its start before the first operation is due. */
const LEAD_MS = 200;

/** One client of a workload, ready to go. */
export interface ClientRun {
  client: SessionClient;
  index: number;
  pacer: Pacer;
  random: () => number;
  clock: () => number;
}

/** What k6 needs of a scenario file: each client runs `live` once, from its first operation to its last. */
export function scenario(settings: Settings, live: (run: ClientRun) => void | Promise<void>) {
  const record = recorder(settings);
  return {
    options: optionsOf(settings),
    setup: (): Epoch => {
      const epoch = chooseEpoch(LEAD_MS);
      recordStart(settings, epoch);
      return epoch;
    },
    run: async (epoch: Epoch): Promise<void> => {
      const index = exec.vu.idInTest - 1;
      const clock = clockOf(epoch);
      const random = randomOf(settings.seed * 65_537 + index);
      const client = new SessionClient(`c${index + 1}`, settings, { clock, record, random });
      const periodMs = (1000 * settings.clients) / settings.rate;
      const pacer = new Pacer({ phaseMs: (index / settings.clients) * periodMs, periodMs, clock });
      await live({ client, index, pacer, random, clock });
      recordDone(settings, client.id, clock());
    },
    restart: (): void => {
      const [first] = settings.targets;
      http.post(`${first}${ROUTES.exit}?how=${settings.restartHow}`, null, {
        headers: { [HEADERS.token]: settings.token },
      });
    },
    teardown: ({ epochMs }: Epoch): void => {
      // k6's run clock cannot be read here. Whole milliseconds, rounded up, still end after every operation.
      recordEnd(settings, Date.now() + 1 - epochMs);
    },
  };
}

function optionsOf({ clients, durationMs, lingerMs, restartAtMs }: Settings): Options {
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
        // A client that has not ended long after its schedule did is stuck, and its history is cut off.
        maxDuration: `${durationMs * 2 + lingerMs + 60_000}ms`,
      },
      ...(restartAtMs === undefined ? {} : { restart }),
    },
    noConnectionReuse: false,
    discardResponseBodies: false,
    summaryTrendStats: ['count', 'med', 'p(90)', 'p(99)', 'max'],
    thresholds: {
      [K6_METRICS.missing]: ['rate==0'],
      [K6_METRICS.wrong]: ['rate==0'],
      [K6_METRICS.failed]: ['rate<0.01'],
    },
  };
}
