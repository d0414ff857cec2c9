import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** What decides which build of a program fits. */
export interface Machine {
  platform: NodeJS.Platform;
  arch: string;
  /** The Linux distribution and those that it says it is like; its version as a number, 22.04 or 12. */
  distribution: { id: string; like: string[]; version: number };
}

const OS_RELEASE = '/etc/os-release';

export function thisMachine(file = OS_RELEASE): Machine {
  // Its assignments are a shell's, of the simple kind that .env files have.
  const { ID = process.platform, ID_LIKE = '', VERSION_ID = '' } = parseEnv(contentOf(file));
  return {
    platform: process.platform,
    arch: process.arch,
    distribution: {
      id: ID,
      like: ID_LIKE.split(' ').filter(Boolean),
      version: Number.parseFloat(VERSION_ID) || 0,
    },
  };
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
