import { z } from 'zod';
import { hasFigure, SCHEMES } from './figures.ts';

const known = SCHEMES.map((scheme) => `${scheme}//`).join(', ');

/** `redis=redis://redis:6379 mongo=mongodb://mongo:27017/test mysql=mysql://me@db/shop#sessions`. */
const servers = z.string().transform((text, context) => {
  const found = new Map<string, string>();
  for (const part of text.split(/\s+/).filter((part) => part !== '')) {
    const at = part.indexOf('=');
    const [store, url] = [part.slice(0, Math.max(at, 0)), part.slice(at + 1)];
    const issue =
      at <= 0 || url === ''
        ? `"${part}" is not of the form store=address`
        : !hasFigure(url)
          ? `"${url}" is not an address of a server whose figures are known: ${known}`
          : found.has(store)
            ? `"${store}" is there twice`
            : undefined;
    if (issue === undefined) found.set(store, url);
    else context.addIssue({ code: 'custom', message: issue });
  }
  if (found.size === 0 && context.issues.length === 0)
    context.addIssue({ code: 'custom', message: 'it names no server, as in redis=redis://127.0.0.1:6379' });
  return found;
});

const schema = z.object({
  HOLDFAST_EXPORTER_SERVERS: servers,
  HOLDFAST_EXPORTER_APPS: z
    .string()
    .includes('*', { error: 'it has no * for the name of the store, as in app-*-1' })
    .optional(),
  HOLDFAST_CONTROL_TOKEN: z.string().min(1).optional(),
  HOLDFAST_HOST: z.string().default('127.0.0.1'),
  HOLDFAST_PORT: z.coerce.number().int().min(0).max(65_535).default(9200),
});

export interface ExporterConfig {
  /** The address of each store's server, by the store's name. */
  servers: ReadonlyMap<string, string>;
  /** The name of the machine of a store's app, with a star for the store; absent: nobody looks for apps. */
  apps: string | undefined;
  /** By which the harness tells that faults are over; absent: nobody asks. */
  controlToken: string | undefined;
  host: string;
  port: number;
}

/** Reads the settings from HOLDFAST_* variables; an empty address or port is not set. Throws an Error that names each bad one. */
export function parseExporterConfig(env: NodeJS.ProcessEnv): ExporterConfig {
  const { HOLDFAST_PORT: port, HOLDFAST_HOST: host, HOLDFAST_EXPORTER_APPS: apps } = env;
  const parsed = schema.safeParse({
    ...env,
    HOLDFAST_EXPORTER_APPS: apps === '' ? undefined : apps,
    HOLDFAST_HOST: host === '' ? undefined : host,
    HOLDFAST_PORT: port === '' ? undefined : port,
  });
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const { data } = parsed;
  return {
    servers: data.HOLDFAST_EXPORTER_SERVERS,
    apps: data.HOLDFAST_EXPORTER_APPS,
    controlToken: data.HOLDFAST_CONTROL_TOKEN,
    host: data.HOLDFAST_HOST,
    port: data.HOLDFAST_PORT,
  };
}
