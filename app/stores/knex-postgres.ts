import { openKnexBy } from './knex.ts';

export const open = openKnexBy('pg');
