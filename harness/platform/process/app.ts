import { pathToFileURL } from 'node:url';
import type { FaultLine } from '../../../protocol/history.ts';
import { USUAL_SECRET } from '../../../protocol/app-settings.ts';
import { ROUTES } from '../../../protocol/routes.ts';
import type { Subject } from '../../model/plan.ts';
import { namesOf, secretsOf } from '../../secrets/secrets-of.ts';
import { ownDoing } from '../../history/own-doing.ts';
import { appEnvironment } from '../app-environment.ts';
import type { AppInstance, Signing } from '../subject.ts';
import { Child } from '../../process/child.ts';
import type { Reaper } from '../../process/reaper.ts';
import { pinnedPackages } from '../../provision/packages/pinned.ts';
import { ProcessPart } from './part.ts';
import { programFile } from '../../../protocol/program-file.ts';

/** Long: a busy machine may take its time over starting Node. */
const READY_LIMIT_MS = 60_000;
/** Long: behind a store that works synchronously a look waits its turn like the clients that are there already. */
const ANSWER_LIMIT_MS = 5000;
/** The app gives itself 5 s to answer what is in flight. */
const END_LIMIT_MS = 8000;
const APP = programFile('../../../app/main', import.meta.url);
const OTHERS = programFile('../../../app/other-packages', import.meta.url);

export interface AppContext {
  subject: Subject;
  index: number;
  port: number;
  storeUrl: string | undefined;
  controlToken: string;
  logFile: string;
  reaper: Reaper;
  signal: AbortSignal;
  /** Called when the process ends although nobody asked it to. */
  onDeath: (what: string) => void;
  /** Told before that of what it did to itself. */
  onUnplanned: (line: FaultLine) => void;
}

/** One app instance as a process of this machine, always on the same port. */
export class AppProcess extends ProcessPart implements AppInstance {
  readonly url: string;
  readonly signing: Signing;

  constructor(context: AppContext) {
    const { subject, index, port, storeUrl, controlToken, logFile, reaper, signal, onDeath, onUnplanned } =
      context;
    let given = subject.secrets;
    const name = `app-${index + 1}`;
    const fetched = subject.otherPackages ?? pinnedPackages(subject.store);
    const url = `http://127.0.0.1:${port}`;
    super({
      name,
      what: `app (${subject.store}, instance ${index + 1})`,
      spawn: () =>
        new Child({
          name,
          command: process.execPath,
          args: ['--expose-gc', ...(fetched ? ['--import', pathToFileURL(OTHERS).href] : []), APP],
          env: {
            ...appEnvironment(given === undefined ? subject : { ...subject, secrets: given }),
            ...(fetched && {
              HOLDFAST_PACKAGES: fetched.packages.map(({ name: each }) => each).join(),
              HOLDFAST_PACKAGES_FOLDER: fetched.folder,
            }),
            NODE_ENV: subject.environment,
            HOLDFAST_INSTANCE: name,
            ...(subject.prefix === 'own' ? { HOLDFAST_STORE_PREFIX: `${name}:` } : {}),
            HOLDFAST_PORT: String(port),
            HOLDFAST_CONTROL_TOKEN: controlToken,
            ...(subject.storeModule === undefined ? {} : { HOLDFAST_STORE_MODULE: subject.storeModule }),
            ...(storeUrl === undefined ? {} : { HOLDFAST_STORE_URL: storeUrl }),
          },
          passedOn: namesOf(subject),
          secrets: secretsOf(subject),
          logFile,
          reaper,
        }),
      attempt: async () => {
        const response = await fetch(url + ROUTES.health, { signal: AbortSignal.timeout(ANSWER_LIMIT_MS) });
        if (!response.ok)
          throw new Error(`${ROUTES.health} answered ${response.status}: ${await response.text()}`);
      },
      readyLimitMs: READY_LIMIT_MS + (subject.own?.openWithinMs ?? 0),
      endLimitMs: END_LIMIT_MS,
      port,
      next: (lastWords, hasEnded) =>
        /EADDRINUSE|EACCES/.test(lastWords)
          ? 'run again (it takes another port), or give one with --app-port'
          : hasEnded
            ? (/\bTry: (?<step>.+)$/m.exec(lastWords)?.groups?.['step'] ?? `see what it says: ${logFile}`)
            : `it opens its store before it listens, and has ${READY_LIMIT_MS / 1000} s for both: see what its log waits for`,
      signal,
      onDeath: (reason, uncaught) => {
        const failure = uncaught?.failure;
        if (failure)
          for (const line of ownDoing({ failure, instance: name, atMs: Date.now(), reason }))
            onUnplanned(line);
        onDeath(reason);
      },
    });
    this.url = url;
    this.signing = {
      get secrets() {
        const [first = USUAL_SECRET, ...others] = given ?? [];
        return [first, ...others] as const;
      },
      use: (secrets) => {
        given = [...secrets];
      },
    };
  }
}
