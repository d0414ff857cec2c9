import type { GateFlags, RunFlags, SuiteFlags } from './flags.ts';

/** What `holdfast run`, `suite` and `gate` can be told once, in `holdfast.config.ts`. Paths are from its folder. */
export interface Config extends Pick<
  RunFlags,
  | 'store'
  | 'package'
  | 'subject'
  | 'target'
  | 'composeProject'
  | 'composeApp'
  | 'composeServer'
  | 'composeWires'
  | 'kubernetesApp'
  | 'kubernetesServer'
  | 'namespace'
  | 'context'
  | 'yesBreakIt'
  | 'allowRemote'
  | 'ca'
  | 'command'
  | 'in'
  | 'ready'
  | 'readyWithin'
  | 'portVariable'
  | 'server'
  | 'env'
  | 'scenario'
  | 'data'
  | 'reports'
> {
  /** Defaults of the flags of `holdfast run`, and of each experiment. */
  run?: RunFlags;
  /** Experiments by name: `holdfast run NAME`. A field that one does not say is that of `run`. */
  experiments?: Readonly<Record<string, RunFlags>>;
  /** Defaults of the flags of `holdfast suite`. */
  suite?: SuiteFlags;
  /** Defaults of the flags of `holdfast gate`. */
  gate?: GateFlags;
}

/** The default export of `holdfast.config.ts`. Returns what it is given, with its types checked. */
export const defineConfig = (config: Config): Config => config;
