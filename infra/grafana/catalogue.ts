import { generator } from './dashboards/generator.ts';
import { loss } from './dashboards/loss.ts';
import { memory } from './dashboards/memory.ts';
import { run } from './dashboards/run.ts';
import { stores } from './dashboards/stores.ts';

/** Every dashboard; each becomes a file that is called by its uid. */
export const DASHBOARDS = [stores(), memory(), loss(), generator(), run()];
