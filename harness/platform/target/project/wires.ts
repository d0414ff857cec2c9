import pWaitFor, { TimeoutError } from 'p-wait-for';
import { messageOf, unavailable } from '../../../errors.ts';
import type { OwnProject } from '../../../model/own-project.ts';
import { docker } from '../../compose/command.ts';
import type { Container } from '../../compose/containers.ts';
import type { Part, Wire } from '../../subject.ts';
import { proxiedWire } from '../../wires.ts';
import type { Given } from '../taken-back.ts';
import type { Between } from './between.ts';
import { isReadable, readableSession, type LookOptions } from './look.ts';
import { putBetween, takeAway } from './put-between.ts';

/** An app finds its server again within this, or is started anew. */
const FOUND_LIMIT_MS = 15_000;

export interface OwnWires {
  /** Where toxiproxy is told what to do. */
  api: string;
  /** All of them lead to the server: one for each of its ports. */
  proxies: readonly string[];
  /** The instance at their near end, or `all`. */
  instance: string;
  look: LookOptions;
}

/**
 * The way from all instances of the user's app to the server of its store. Nobody tells how many saves the app has
 * acknowledged, so what shows is a session that the app gives out, or does not.
 */
export function ownWire({ api, proxies, instance, look }: OwnWires): Wire {
  const wires = proxies.map((proxy) => proxiedWire({ api, proxy, instance }));
  const each = async (act: (wire: Wire) => Promise<void>) => {
    for (const wire of wires) await act(wire);
  };
  return {
    instance,
    cut: () => each((wire) => wire.cut()),
    add: (toxic) => each((wire) => wire.add(toxic)),
    assertSpoilt: () => each((wire) => wire.assertSpoilt()),
    restore: () => each((wire) => wire.restore()),
    reading: async () => {
      const session = await readableSession(look);
      return async () => {
        const fromMs = performance.now();
        return (await isReadable(session, look.signal)) ? performance.now() - fromMs : undefined;
      };
    },
  };
}

/** What it takes to have a wire. */
interface Holding {
  project: OwnProject;
  /** Where Holdfast is to put a toxiproxy; absent: the project has one. */
  between: Between | undefined;
  instances: readonly Part[];
  look: LookOptions;
}

/**
 * The wire of a project, tried out: over the toxiproxy that it has, or over one that takes the server's place. All
 * instances are then started anew, so that none is still connected to the server itself.
 */
export async function holdWire({
  project,
  between,
  instances,
  look,
}: Holding): Promise<{ wire: Wire; api: string }> {
  const instance = instances.length === 1 ? (instances[0]?.name ?? ALL) : ALL;
  if (project.wires !== undefined) {
    const { api, proxy } = project.wires;
    const wire = ownWire({ api, proxies: [proxy], instance, look });
    const what = `the proxy ${proxy} of the toxiproxy at ${api}`;
    await tryOut(wire, { server: project.server ?? 'its server', what, apps: instances, look });
    return { wire, api };
  }
  if (between === undefined) throw new Error('nobody has said which service is the server');
  const standing = await putBetween(project.name, between, look.signal);
  for (const each of instances) await startAnew(each);
  const wire = ownWire({ ...standing, instance, look });
  const what = `the toxiproxy that took the name ${between.service}`;
  await tryOut(wire, { server: between.service, what, apps: instances, look });
  return { wire, api: standing.api };
}

/** As a plan calls the target of what hits every instance. */
const ALL = 'all';

/** Gives the server its place again. An app that then keeps no session is started anew: it was served when it was found. */
export async function stepAside(
  project: string,
  between: Between,
  { apps, look }: { apps: readonly Container[]; look: LookOptions },
): Promise<void> {
  await takeAway(project, between, look.signal);
  await untilServed(look, '').catch(async () => {
    for (const { Id } of apps) await docker({ args: ['restart', Id] }, look.signal);
  });
}

/** What is called what where a wire is tried. */
interface Tried {
  server: string;
  /** What stands between, as people would say it. */
  what: string;
  apps: readonly Part[];
  look: LookOptions;
}

/**
 * Cuts a wire once, before any load. Rejects where the app then gives out a session all the same: what is done to the
 * wire would not be what clients meet. An app that does not find its server again is started anew.
 */
export async function tryOut(wire: Wire, { server, what, apps, look }: Tried): Promise<void> {
  const session = await untilServed(look, `the app kept no session over ${what}`);
  let isAround;
  try {
    await wire.cut();
    isAround = await isReadable(session, look.signal);
  } finally {
    await wire.restore();
  }
  if (isAround)
    throw unavailable(
      `the app gave out a session while the way to ${server} over ${what} was cut: it goes another way, or its sessions are elsewhere`,
      {
        next: `have the app reach ${server} there, by the name of the service and not by an address or a port of the host; or --compose-server with another service`,
      },
    );
  const [first] = apps;
  const again = `the app did not find ${server} again after a cut of ${FOUND_LIMIT_MS / 1000} s at most`;
  await untilServed(look, again).catch(async (error: unknown) => {
    if (first === undefined) throw error;
    for (const app of apps) await startAnew(app);
    await untilServed(look, again);
  });
}

export async function startAnew(part: Part): Promise<void> {
  await part.end('SIGTERM');
  await part.start();
}

/** A session that the app has kept. Rejects with `unavailable` where it keeps none for a while. */
async function untilServed(look: LookOptions, message: string): Promise<Given> {
  let session: Given | undefined;
  let last: unknown;
  const isServed = async () => {
    session = await readableSession(look).catch((error: unknown) => {
      last = error;
      return undefined;
    });
    return session !== undefined;
  };
  try {
    await pWaitFor(isServed, { interval: 250, timeout: FOUND_LIMIT_MS, signal: look.signal });
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    throw unavailable(`${message}: ${messageOf(last)}`, {
      next: 'see what the app printed: docker compose logs',
    });
  }
  return session as Given;
}
