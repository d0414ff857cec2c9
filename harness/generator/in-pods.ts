import { ROUTES } from '../../protocol/routes.ts';
import { CLOCK_ROUTE } from '../../protocol/reference-clock.ts';
import type { Experiment } from '../model/plan.ts';
import type { Inside } from '../platform/platform.ts';
import type { Tool } from '../provision/provision.ts';
import { archiveOf } from './archive.ts';
import { loadFromPods } from './from-pods.ts';
import { scenarioSettings } from './scenario-settings.ts';
import { tellOver } from './tell-over.ts';
import { testRunObjects } from './test-run.ts';

const TELL_EVERY_MS = 1000;

export interface InPodsContext {
  k6: Tool;
  experiment: Experiment;
  generators: number;
  inside: Inside;
  /** Where the histories of the runners go; it is made. */
  folder: string;
  /** Settles once no more faults are to come. */
  faultsOver: Promise<unknown>;
  report: (line: string) => void;
  /** Told why what the generators recorded is not there. */
  onLost: (why: string) => void;
}

/** Generators in pods of k6-operator. Disposing of it ends them; what they recorded until then is in the folder. */
export interface GeneratorsInPods extends AsyncDisposable {
  /** Resolves when all of them have been told to begin. Rejects with `unavailable` where they do not get there. */
  readonly started: Promise<void>;
  /** Resolves when all have ended, however they did: what they recorded says how. */
  readonly finished: Promise<void>;
}

/** Has k6-operator do the load of an experiment from pods beside its subject. */
export function startInPods(context: InPodsContext): GeneratorsInPods {
  const { inside, experiment, report } = context;
  const over = new AbortController();
  const { promise: started, resolve, reject } = Promise.withResolvers<void>();
  const tell = () =>
    tellOver({
      url: inside.exporter.outside + routeOf(experiment.id),
      token: inside.exporter.token,
      everyMs: TELL_EVERY_MS,
      signal: over.signal,
      report,
    });
  const telling = context.faultsOver.then(tell, tell);
  const finished = doLoad(context, resolve, over.signal).finally(() => over.abort());
  finished.catch(reject);
  started.catch(() => {});
  return {
    started,
    finished,
    async [Symbol.asyncDispose]() {
      over.abort();
      // Where no fault was ever over, nobody is to be told.
      void telling;
      await finished.catch(() => {});
    },
  };
}

async function doLoad(
  { k6, experiment, generators, inside, folder, report, onLost }: InPodsContext,
  onStarted: () => void,
  signal: AbortSignal,
): Promise<void> {
  const { place, exporter, shareNodes } = inside;
  const { workload } = experiment.load;
  const settings = {
    ...scenarioSettings(experiment, inside.targets(experiment)),
    RECORD: 'true',
    CLOCK: exporter.within + CLOCK_ROUTE,
    FAULTS_OVER: exporter.within + routeOf(experiment.id),
    FAULTS: String(experiment.faults.length),
  };
  const archive = await archiveOf(k6, { workload, settings, signal });
  const image = `grafana/k6:${k6.version}`;
  const { namespace } = place;
  await loadFromPods({
    experiment,
    objects: testRunObjects({ experiment, archive, generators, namespace, image, shareNodes }),
    generators,
    place,
    folder,
    signal,
    report,
    takenAway: true,
    onLost,
    onStarted,
    onRecording: (keeping) => inside.keepFirst(keeping),
  });
}

const routeOf = (experiment: string) => `${ROUTES.faultsOver}/${encodeURIComponent(experiment)}`;
