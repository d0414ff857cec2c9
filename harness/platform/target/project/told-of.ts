import { Toxiproxy } from 'toxiproxy-node-client';
import { programFile } from '../../../../protocol/program-file.ts';
import { messageOf, unavailable, usageError } from '../../../errors.ts';
import type { OwnProject } from '../../../model/own-project.ts';
import { knownName } from '../../../plan/names.ts';
import type { LastCommand } from '../../../process/reaper.ts';
import { answered } from '../../wires.ts';
import { assertNear } from '../address.ts';

/** A toxiproxy of the user's own: where it is told what to do, and its proxy between the app and the server. */
export type ToldOf = NonNullable<OwnProject['wires']>;

/** `http://127.0.0.1:8474/redis`. Throws a usage error for anything else. */
export function parseWires(text: string): ToldOf {
  const url = URL.parse(text);
  const proxy = decodeURIComponent(url?.pathname.replace(/^\/(?:proxies\/)?/, '').replace(/\/$/, '') ?? '');
  if (url === null || !/^https?:$/.test(url.protocol) || proxy === '' || proxy.includes('/'))
    throw usageError(`"${text}" does not say where a toxiproxy is told what to do, and its proxy`, {
      next: '--compose-wires http://127.0.0.1:8474/redis: the address of its API, and the name of the proxy',
    });
  return { api: url.origin, proxy };
}

/** Rejects where there is no such toxiproxy near, or no such proxy. */
export async function assertThere({ api, proxy }: ToldOf): Promise<void> {
  await assertNear(api);
  let known: string[];
  try {
    // Its client says no more than that it failed.
    await answered(fetch(`${api}/version`));
    known = Object.keys((await answered(new Toxiproxy(api).getAll())) as object);
  } catch (error) {
    throw unavailable(`no toxiproxy answered at ${api}: ${whyUnanswered(error)}`, {
      next: `publish the port of its API (ports: ['127.0.0.1:8474:8474']), or have it listen there (-host 0.0.0.0)`,
      cause: error,
    });
  }
  knownName(`proxy of the toxiproxy at ${api}`, proxy, known);
}

/** Of a name with several addresses the cause has a code and no words. */
function whyUnanswered(error: unknown): string {
  const { cause } = error as { cause?: NodeJS.ErrnoException };
  return cause?.message || cause?.code || messageOf(error);
}

/** As `proxiedWire` calls what it adds, and nobody else. */
const OURS = /^[a-z_]+-(?:up|down)stream$/;

/** Takes back whatever was done to it; for a run that could not do so itself. */
export async function makeWhole({ api, proxy: name }: ToldOf): Promise<void> {
  const toxiproxy = new Toxiproxy(api);
  const proxy = await answered(toxiproxy.get(name));
  // Its client makes no toxics of what it is told of a proxy.
  const { data } = await answered(
    toxiproxy.api.get<{ name: string }[]>(`${api}/proxies/${encodeURIComponent(name)}/toxics`),
  );
  for (const toxic of data)
    if (OURS.test(toxic.name)) await answered((await proxy.getToxic(toxic.name)).remove());
  await answered(proxy.update({ enabled: true, listen: proxy.listen, upstream: proxy.upstream }));
}

/** The same for the reaper. */
export const makingWhole = ({ api, proxy }: ToldOf): LastCommand => ({
  command: process.execPath,
  args: [programFile('make-whole-main', import.meta.url), `${api}/${encodeURIComponent(proxy)}`],
  cwd: process.cwd(),
  env: {},
});
