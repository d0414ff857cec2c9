import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../scenarios/', import.meta.url));

/** Settings of k6's own; without, it reads the user's, in the folder of their settings. */
export const CONFIG = join(FOLDER, 'k6.json');

/** The script of a workload. */
export const scriptFile = (workload: string): string => join(FOLDER, `${workload}.ts`);
