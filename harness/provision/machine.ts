import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Machine } from '../../servers/lib/program.ts';

export type { Machine } from '../../servers/lib/program.ts';

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
