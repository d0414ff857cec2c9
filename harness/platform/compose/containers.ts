import { z } from 'zod';
import { docker } from './command.ts';

/** How a container is attached to a network. */
const endpointSchema = z.object({
  IPAddress: z.string().optional(),
  Aliases: z.array(z.string()).nullish(),
  Links: z.array(z.string()).nullish(),
  IPAMConfig: z.object({ IPv4Address: z.string().optional(), IPv6Address: z.string().optional() }).nullish(),
  DriverOpts: z.record(z.string(), z.string()).nullish(),
  GwPriority: z.number().optional(),
});
export type Endpoint = z.infer<typeof endpointSchema>;

const containerSchema = z.object({
  Id: z.string(),
  Name: z.string(),
  RestartCount: z.number(),
  State: z.object({
    Running: z.boolean(),
    Paused: z.boolean(),
    OOMKilled: z.boolean(),
    Pid: z.number(),
    ExitCode: z.number(),
    StartedAt: z.string().optional(),
    Health: z.object({ Status: z.string() }).optional(),
  }),
  Config: z.object({
    Env: z.array(z.string()),
    Hostname: z.string().optional(),
    Image: z.string(),
    Labels: z.record(z.string(), z.string()),
    ExposedPorts: z.record(z.string(), z.unknown()).nullish(),
  }),
  HostConfig: z.object({
    Memory: z.number(),
    NetworkMode: z.string().optional(),
    RestartPolicy: z.object({ Name: z.string() }).optional(),
    LogConfig: z.object({ Type: z.string() }).optional(),
    PortBindings: z.record(z.string(), z.array(z.object({ HostPort: z.string() })).nullable()).nullish(),
  }),
  Image: z.string(),
  NetworkSettings: z.object({
    Ports: z.record(z.string(), z.array(z.object({ HostIp: z.string(), HostPort: z.string() })).nullable()),
    /** By the networks' names. */
    Networks: z.record(z.string(), endpointSchema).optional(),
  }),
});

/** A container as `docker inspect` tells of it. */
export type Container = z.infer<typeof containerSchema>;

/** Containers that have all of these labels, running or not. */
export async function labelled(labels: readonly string[], signal: AbortSignal): Promise<Container[]> {
  const filters = labels.flatMap((label) => ['--filter', `label=${label}`]);
  const ids = await docker({ args: ['ps', '--all', '--quiet', '--no-trunc', ...filters] }, signal);
  return inspected(ids.split('\n').filter(Boolean), signal);
}

/** Containers by their ids, as they are now. */
export async function inspected(ids: readonly string[], signal: AbortSignal): Promise<Container[]> {
  if (ids.length === 0) return [];
  const text = await docker({ args: ['inspect', ...ids] }, signal);
  return z.array(containerSchema).parse(JSON.parse(text));
}

/** A container by its id. Rejects where there is none. */
export async function containerOf(id: string, signal: AbortSignal): Promise<Container> {
  const [container] = await inspected([id], signal);
  if (container === undefined) throw new Error(`there is no container ${id}`);
  return container;
}

export const serviceOf = ({ Config }: Pick<Container, 'Config'>): string =>
  Config.Labels['com.docker.compose.service'] ?? '';
