import pWaitFor from 'p-wait-for';
import { Toxiproxy } from 'toxiproxy-node-client';
import type { AppInstance, Wire } from '../subject.ts';
import { proxiedWire } from '../wires.ts';
import { PORTS, published, type Project } from './project.ts';

const ANSWER_LIMIT_MS = 15_000;

/** The wire of each instance: toxiproxy has one for it, named for the store and the number of the instance. */
export async function wiresOf(
  project: Project,
  store: string,
  instances: readonly AppInstance[],
): Promise<Wire[]> {
  const api = published(await project.container('wires'), PORTS.wires);
  return instances.map(({ name }) =>
    proxiedWire({ api, proxy: name.replace(/^app-/, `${store}-`), instance: name }),
  );
}

/** Waits until toxiproxy answers, and takes back what was done to any wire. */
export async function restoreAll(project: Project, signal: AbortSignal): Promise<void> {
  const toxiproxy = new Toxiproxy(published(await project.container('wires'), PORTS.wires));
  const isWhole = async () => {
    try {
      await toxiproxy.reset();
      return true;
    } catch {
      return false;
    }
  };
  const message = `toxiproxy did not answer within ${ANSWER_LIMIT_MS / 1000} s`;
  await pWaitFor(isWhole, { interval: 100, timeout: { milliseconds: ANSWER_LIMIT_MS, message }, signal });
}
