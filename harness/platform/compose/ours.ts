import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { unavailable } from '../../errors.ts';
import { REPOSITORY } from './command.ts';
import type { Container } from './containers.ts';
import type { Project } from './project.ts';

/** The name may be that of another folder's stack: where the variable says so, or where their paths are nearly the same. */
export function assertOurs({ name }: Project, containers: ReadonlyMap<string, Container>): void {
  for (const { Config } of containers.values()) {
    const folder = Config.Labels['com.docker.compose.project.working_dir'] ?? REPOSITORY;
    // With COMPOSE_FILE the project's folder is that of its first file, which may be one of the user's own.
    const files = Config.Labels['com.docker.compose.project.config_files']?.split(',') ?? [];
    if ([folder, ...files.map((file) => dirname(file))].some((each) => isSame(each, REPOSITORY))) continue;
    throw unavailable(`the stack ${name} that is there belongs to the folder ${folder}`, {
      next: 'give this one a name of its own by COMPOSE_PROJECT_NAME',
    });
  }
}

function isSame(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}
