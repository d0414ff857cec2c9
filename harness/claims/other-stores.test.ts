import { left, testVerdicts } from './testing.ts';

const lost = (kind: string) => ({ scaled: { anomalyCounts: { [kind]: 1 } } });

testVerdicts('C23', 'sqlite', [
  ['shown', 'all is kept', { logout: left(9, 0) }],
  ['refuted', 'a session is open after logout', { logout: left(9, 1) }],
  ['refuted', 'a write is lost', { logout: left(9, 0), ...lost('lost-write') }],
  ['refuted', 'a session is lost', { logout: left(9, 0), ...lost('lost-session') }],
  ['unknown', 'nobody logged out', {}],
  ['unknown', 'a cart is not judged', { logout: left(9, 0), cart: { verdict: 'unknown' } }],
]);

// Its sessions are in the memory of the app.
testVerdicts('C23', 'memorystore', [
  ['true only if', 'sessions are lost with their instance', { logout: left(9, 0), ...lost('lost-session') }],
  ['refuted', "somebody else's is read", { logout: left(9, 0), ...lost('cross-session-read') }],
  ['refuted', 'a session is open after logout as well', { logout: left(9, 1), ...lost('lost-session') }],
  ['unknown', 'nobody logged out', lost('lost-session')],
]);
