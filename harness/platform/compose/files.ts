import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import type { Container } from './containers.ts';

const LABEL = 'com.docker.compose.project';

/**
 * The variables by which compose reads the files that it made a container from, as its labels tell: whoever called it
 * with --file or --env-file gets the same container again. None where one of the files is gone.
 */
export function filesOf({ Config: { Labels } }: Container): Record<string, string> {
  const [files, environment] = ['config_files', 'environment_file'].map(
    (name) => Labels[`${LABEL}.${name}`]?.split(',').filter(Boolean) ?? [],
  ) as [string[], string[]];
  if (files.length === 0 || ![...files, ...environment].every((file) => existsSync(file))) return {};
  return {
    COMPOSE_FILE: files.join(delimiter),
    COMPOSE_PATH_SEPARATOR: delimiter,
    ...(environment.length > 0 ? { COMPOSE_ENV_FILES: environment.join(',') } : {}),
  };
}
