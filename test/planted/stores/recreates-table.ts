/**
 * Makes its table afresh whenever the app starts. As `sequelize.sync({ force: true })` does, left over from
 * development.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore } from '../correct-store.ts';
import { SharedRows } from '../shared-rows.ts';

export default (context: StoreContext) => {
  const rows = new SharedRows();
  rows.clear();
  return new CorrectStore(context, rows);
};
