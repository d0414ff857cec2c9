import { table } from './oracle/table.ts';

table('stray-redirect', [
  ['a redirect within the app', 'pass', '0-1 c create\n2-3 c write a=1 followed\n4-5 c read a -> 1'],
  [
    'a redirect to somewhere else',
    { 'stray-redirect': 1 },
    '0-1 c create\n2-3 c write a=1 strayed=http://elsewhere.example/\n4-5 c read a -> 1',
  ],
  ['without a redirect nothing is tested', 'unknown', '0-1 c create\n2-3 c write a=1\n4-5 c read a -> 1'],
]);
