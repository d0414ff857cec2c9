import { table } from './oracle/table.ts';

table('fixation', [
  ['a login that gives another id', 'pass', '0-1 c create\n2-3 c regenerate next=t fresh'],
  ['a login that keeps the id', { fixation: 1 }, '0-1 c create\n2-3 c regenerate kept'],
  ["an id of the client's own that is not taken", 'pass', '0-1 c create refused'],
  ["an id of the client's own that is taken", { fixation: 1 }, '0-1 c create chosen'],
  ['a login that nobody answered shows nothing', 'unknown', '0-1 c create\n2-3 c regenerate kept info'],
  ['ids that were not compared test nothing', 'unknown', '0-1 c create\n2-3 c regenerate next=t'],
]);
