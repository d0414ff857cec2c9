import type { OpenPlatform } from '../platform/open.ts';
import { processPlatform } from '../platform/process/platform.ts';
import type { RunOptions } from './run-options.ts';

/** How the platform that the options name is got ready. */
export function platformOpener({ appPort }: RunOptions): OpenPlatform {
  return ({ tools, guardian }) =>
    Promise.resolve(
      Object.assign(processPlatform({ tools, appPort, guardian }), {
        [Symbol.asyncDispose]: () => Promise.resolve(),
      }),
    );
}
