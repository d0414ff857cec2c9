import type { Reaper } from '../../process/reaper.ts';
import type { StartContext } from '../platform.ts';
import type { Project } from './project.ts';

/** What a subject on the stack is started with. */
export interface ComposeContext extends StartContext {
  project: Project;
  reaper: Reaper;
}
