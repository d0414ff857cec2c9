import type { ServerProgram } from '../../protocol/servers.ts';
import { SERVERS } from '../../servers/catalogue.ts';
import type { ProgramEntry } from '../../servers/lib/program.ts';
import { k6Release } from './k6-release.ts';

export type ToolName = 'k6' | ServerProgram | 'toxiproxy-server' | 'forgetful-fs';

const SERVER_ENTRIES = Object.fromEntries(
  Object.entries(SERVERS).map(([name, { program }]) => [name, program]),
) as Record<ServerProgram, ProgramEntry>;

/**
 * Every tool that Holdfast starts but does not contain: which versions will do, and where each can be had. What there is
 * to know of a server's program stands with the server.
 */
export const CATALOGUE: Readonly<Record<ToolName, ProgramEntry>> = {
  k6: {
    variable: 'K6_BIN',
    neededFor: 'every workload',
    // The scenarios are TypeScript and are tested with this major version.
    atLeast: '2.0.0',
    version: { args: ['version'], pattern: /^k6(?:\.exe)? v(\d+\.\d+\.\d+)/m },
    sources: [
      {
        kind: 'release',
        version: '2.2.0',
        base: 'https://github.com/grafana/k6/releases/download',
        baseVariable: 'K6_RELEASE_BASE',
        sha256Variable: 'K6_RELEASE_SHA256',
        files: k6Release,
      },
      { kind: 'go-module', version: '2.2.0', folder: 'tools/k6', module: 'go.k6.io/k6/v2' },
    ],
    ways: ['install k6 2.0 or later', 'install Go 1.25 or later, with which holdfast provision builds it'],
  },
  ...SERVER_ENTRIES,
  'toxiproxy-server': {
    variable: 'TOXIPROXY_SERVER_BIN',
    neededFor: 'faults on the wire to a server of this machine',
    atLeast: '2.5.0',
    version: { args: ['-version'], pattern: /^toxiproxy-server version v?(\d+\.\d+\.\d+)/m },
    sources: [
      {
        kind: 'go-module',
        version: '2.5.0',
        folder: 'tools/toxiproxy',
        module: 'github.com/Shopify/toxiproxy/v2',
        command: 'github.com/Shopify/toxiproxy/v2/cmd/server',
        linkerFlags: '-X github.com/Shopify/toxiproxy/v2.Version=2.5.0',
      },
    ],
    ways: [
      'install toxiproxy 2.5 or later',
      'install Go 1.25 or later, with which holdfast provision builds it',
    ],
  },
  'forgetful-fs': {
    variable: 'FORGETFUL_FS_BIN',
    neededFor: 'server-power-loss, on Linux',
    atLeast: '1.0.0',
    version: { args: ['-version'], pattern: /^forgetful-fs version (\d+\.\d+\.\d+)/m },
    sources: [
      {
        kind: 'go-module',
        version: '1.0.0',
        folder: 'tools/forgetful-fs',
        module: 'github.com/hanwen/go-fuse/v2',
        command: '.',
      },
    ],
    ways: [
      'install Go 1.25 or later, with which holdfast provision builds it',
      'leave server-power-loss out, which alone needs it',
    ],
  },
};

export const TOOL_NAMES = Object.keys(CATALOGUE) as ToolName[];

/** All but those that only who names them wants. */
export const USUAL_TOOLS = TOOL_NAMES.filter((name) => CATALOGUE[name].onlyWhenNamed !== true);
