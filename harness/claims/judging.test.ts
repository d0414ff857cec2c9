import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experiment } from '../report/testing/experiments.ts';
import type { ClaimResult, ExperimentResult } from '../report/results.ts';
import { CLAIMS } from './catalogue.ts';
import { testClaim } from './claim.ts';

type Seen = Pick<
  ExperimentResult,
  'figures' | 'anomalyCounts' | 'anomalies' | 'notes' | 'verdict' | 'problems'
> & {
  counts: Partial<ExperimentResult['counts']>;
  /** Occasions by the kind of anomaly. */
  tested: Record<string, number>;
};
/** What was seen in each experiment of a claim; what is not said is as in a healthy one, where nothing was counted. */
type Told = Record<string, Partial<Seen>>;

function judged(id: string, store: string, told: Told): ClaimResult {
  const claim = CLAIMS.find((each) => each.id === id && each.store === store);
  assert.ok(claim, `${id} is not about ${store}`);
  const unused = Object.keys(told).filter((name) => !Object.hasOwn(claim.experiments, name));
  assert.deepEqual(unused, [], `${id} does not rest on these`);
  const experiments = Object.keys(claim.experiments).map((name) => made(store, name, told[name] ?? {}));
  return testClaim(claim, experiments);
}

function made(
  store: string,
  name: string,
  { counts, tested = {}, ...seen }: Partial<Seen>,
): ExperimentResult {
  const healthy = experiment(store);
  return experiment(store, {
    id: `${store}/${name}`,
    ...seen,
    counts: { ...healthy.counts, ...counts },
    checkers: Object.entries(tested).map(([checker, occasions]) => {
      const count = seen.anomalyCounts?.[checker] ?? 0;
      const verdict = occasions === 0 ? 'unknown' : count > 0 ? 'fail' : 'pass';
      return { checker, verdict, count, tested: occasions };
    }),
  });
}

/** In one place, at a key. */
const anomaly = (kind: string, key: string) =>
  ({
    kind,
    session: 's',
    key,
    atMs: 1,
    summary: '',
    witness: [],
  }) satisfies ExperimentResult['anomalies'][number];

const LEFT = (logouts: number, opened: number, own = opened) => ({
  figures: {
    logouts,
    'own.opened': own,
    'copy.opened': opened,
    'copy.looked later': logouts,
    'copy.opened later': opened,
  },
});
const OVER = (revived: number) => ({
  figures: {
    'logouts during a write': 9,
    'revived by a write': revived,
    'writes during a read': 9,
    'calls.set': 20,
  },
  counts: { writesAcknowledged: 20 },
});
const LATE = (found: number, asked = 20) => ({
  anomalyCounts: { 'late-expiry': found },
  tested: { 'late-expiry': asked },
});
const KINDS = (whole: number, changed: number, otherwise: number, unanswered = 0) => ({
  kinds: { figures: { 'kept whole': whole, 'as JSON': changed, otherwise, unanswered } },
});
const TAMPERED = (opened: number, altered = 50) => ({
  tamper: {
    figures: { altered },
    anomalyCounts: { 'cross-session-read': opened, fixation: 0 },
    tested: { 'cross-session-read': 50, fixation: 50 },
  },
});
const NOTED = (readable: number, stolen: number, opened: number, after = 0) => ({
  tamper: {
    figures: { cookies: 4, readable, stolen, opened },
    anomalyCounts: { resurrection: after },
    tested: { resurrection: stolen },
  },
});
const STORED = (texts: number, clear: number) => ({
  ...NOTED(0, 4, 4),
  page: { figures: { users: 5, texts, 'in the clear': clear } },
});
/** Each read took as long as the others of its kind, but for one part in ten. */
const times = (kind: string, size: number, ms: number, reads: number) => ({
  [`${kind}.reads`]: reads,
  [`${kind}.bytes`]: size * reads,
  [`${kind}.ms`]: ms * reads,
  [`${kind}.ms squared`]: 1.01 * ms ** 2 * reads,
});
const WEIGHED = (size: number, ms: number, reads = 400) => ({
  weight: { figures: { ...times('light', 100, 1, reads), ...times('heavy', size, ms, reads) } },
});
const PROXIED = (without: number, trusted: number, visits = 9) => ({
  'proxy-untrusted': { figures: { visits, cookies: without } },
  'proxy-trusted': { figures: { visits, cookies: trusted } },
});
const PAGE = (strangers: number, refused: number, users: number, shown: number) => ({
  page: { figures: { strangers, nameless: 2, users, refused, shown } },
});
const UNUSED = (visits: number, saves: number) => ({ figures: { visits, 'calls.set': saves } });
const RESAVED = (saves: number) => ({
  figures: { 'writes during a read': 9, 'writes undone by a read': 8, 'calls.set': saves },
  counts: { writesAcknowledged: 20 },
});
const SETTINGS = (
  passersby: Partial<Seen>,
  saved: Partial<Seen>,
  overlap: Partial<Seen>,
  resaved: Partial<Seen>,
) => ({
  passersby,
  'passersby-saved': saved,
  overlap,
  'overlap-resave': resaved,
});
const APART = (absentApart: number, absentTogether: number, mixed = 0, reads = 100) => ({
  'two-apps': {
    counts: { reads, readsAbsent: absentApart },
    anomalyCounts: { 'cross-session-read': mixed },
  },
  'two-instances': { counts: { reads, readsAbsent: absentTogether } },
});
const SAVED = (awaited: Record<string, number>, unawaited: Record<string, number>) => ({
  'saved-awaited': { anomalyCounts: awaited },
  'saved-unawaited': { anomalyCounts: unawaited },
});
const HELD = (held: number, late: number, asked = 20) => ({
  'left-behind': { figures: { held }, counts: { sessions: 10 } },
  expiry: LATE(late, asked),
});

/** Of each claim: the verdict, what was seen that leads to it, and in words why. */
const TOLD: readonly (readonly [
  id: string,
  store: string,
  verdict: ClaimResult['verdict'],
  why: string,
  told: Told,
])[] = [
  ['C7', 'redis', 'shown', 'nothing was lost', {}],
  ['C7', 'redis', 'refuted', 'a session was lost', { scaled: { anomalyCounts: { 'lost-session': 1 } } }],
  ['C7', 'redis', 'unknown', 'no write was acknowledged', { scaled: { counts: { writesAcknowledged: 0 } } }],
  ['C8', 'redis', 'shown', 'nothing is held or seen', HELD(0, 0)],
  ['C8', 'redis', 'true only if', 'it is held, and not seen', HELD(10, 0)],
  ['C8', 'redis', 'refuted', 'what has expired is read', HELD(0, 1)],
  ['C8', 'redis', 'unknown', 'nobody counted', { expiry: LATE(0) }],
  ['C8', 'redis', 'unknown', 'nothing was asked for after its time', HELD(0, 0, 0)],
  [
    'C9',
    'redis',
    'shown',
    'each of the three is heeded',
    { 'cookie-shorter': LATE(0), 'store-shorter': LATE(0), 'store-alone': LATE(0) },
  ],
  [
    'C9',
    'redis',
    'true only if',
    "the cookie's age comes first",
    { 'cookie-shorter': LATE(0), 'store-shorter': LATE(20), 'store-alone': LATE(0) },
  ],
  [
    'C9',
    'redis',
    'refuted',
    'none is heeded',
    { 'cookie-shorter': LATE(9), 'store-shorter': LATE(9), 'store-alone': LATE(9) },
  ],
  [
    'C9',
    'redis',
    'unknown',
    'one was not looked at',
    { 'cookie-shorter': LATE(0), 'store-shorter': LATE(0, 0), 'store-alone': LATE(0) },
  ],
  ['C10', 'redis', 'shown', 'all came back', { cart: { tested: { 'garbage-read': 50 }, anomalies: [] } }],
  [
    'C10',
    'redis',
    'shown',
    'only a Date came back as something else',
    {
      cart: {
        tested: { 'garbage-read': 50 },
        anomalyCounts: { 'garbage-read': 1 },
        anomalies: [anomaly('garbage-read', 'kinds.date')],
      },
    },
  ],
  [
    'C10',
    'redis',
    'refuted',
    'a key with a dot is lost',
    {
      cart: {
        tested: { 'garbage-read': 50 },
        anomalyCounts: { 'lost-write': 1 },
        anomalies: [anomaly('lost-write', 'cart["v1.2"]')],
      },
    },
  ],
  ['C10', 'redis', 'unknown', 'nothing was read', { cart: { tested: { 'garbage-read': 0 } } }],
  [
    'C10',
    'redis',
    'unknown',
    'more is amiss than is listed',
    {
      cart: {
        tested: { 'garbage-read': 50 },
        anomalyCounts: { 'garbage-read': 2 },
        anomalies: [anomaly('garbage-read', 'kinds.date')],
      },
    },
  ],
  ['C11', 'redis', 'shown', 'all came back as they were', KINDS(10, 0, 0)],
  ['C11', 'redis', 'true only if', 'others came back as JSON', KINDS(10, 60, 0, 5)],
  ['C11', 'redis', 'refuted', 'one came back as something else', KINDS(10, 60, 1)],
  ['C11', 'redis', 'unknown', 'none came back', KINDS(0, 0, 0)],
  [
    'C12',
    'redis',
    'shown',
    'delete ends nothing, destroy does',
    { 'logout-delete': LEFT(9, 9), logout: LEFT(9, 0), overlap: OVER(0) },
  ],
  [
    'C12',
    'redis',
    'true only if',
    'a request under way revives it',
    { 'logout-delete': LEFT(9, 9), logout: LEFT(9, 0), overlap: OVER(9) },
  ],
  [
    'C12',
    'redis',
    'refuted',
    'delete ends it as well',
    { 'logout-delete': LEFT(9, 0), logout: LEFT(9, 0), overlap: OVER(0) },
  ],
  [
    'C12',
    'redis',
    'refuted',
    'destroy does not end it',
    { 'logout-delete': LEFT(9, 9), logout: LEFT(9, 1), overlap: OVER(0) },
  ],
  [
    'C12',
    'redis',
    'unknown',
    'delete ends some',
    { 'logout-delete': LEFT(9, 5), logout: LEFT(9, 0), overlap: OVER(0) },
  ],
  ['C12', 'redis', 'unknown', 'nobody logged out', { 'logout-delete': LEFT(9, 9), overlap: OVER(0) }],
  [
    'C13',
    'redis',
    'shown',
    'only who answers at once is wrong',
    { 'logout-in-callback': LEFT(9, 0), 'logout-at-once': LEFT(9, 4) },
  ],
  [
    'C13',
    'redis',
    'refuted',
    'the callback came too early',
    { 'logout-in-callback': LEFT(9, 1), 'logout-at-once': LEFT(9, 4) },
  ],
  [
    'C13',
    'redis',
    'unknown',
    'it made no difference',
    { 'logout-in-callback': LEFT(9, 0), 'logout-at-once': LEFT(9, 0) },
  ],
  ['C13', 'redis', 'unknown', 'nobody logged out', { 'logout-at-once': LEFT(9, 4) }],
  ['C14', 'redis', 'true only if', 'only who waits is safe', SAVED({}, { 'stale-read': 3 })],
  ['C14', 'redis', 'refuted', 'nobody is safe', SAVED({ 'lost-write': 1 }, { 'stale-read': 3 })],
  ['C14', 'redis', 'unknown', 'it made no difference', SAVED({}, {})],
  [
    'C15',
    'cookie',
    'shown',
    'both delete it, and no copy opens',
    { 'logout-null': LEFT(9, 0), 'logout-delete': LEFT(9, 0) },
  ],
  [
    'C15',
    'cookie',
    'true only if',
    'only null deletes it, and copies open',
    { 'logout-null': LEFT(9, 9, 0), 'logout-delete': LEFT(9, 9) },
  ],
  [
    'C15',
    'cookie',
    'refuted',
    'null does not delete it',
    { 'logout-null': LEFT(9, 9), 'logout-delete': LEFT(9, 9) },
  ],
  ['C15', 'cookie', 'unknown', 'nobody logged out', {}],
  [
    'C16',
    'cookie',
    'shown',
    'larger ones are dropped',
    { payload: { tested: { 'truncated-session': 50 }, anomalyCounts: { 'truncated-session': 3 } } },
  ],
  ['C16', 'cookie', 'refuted', 'none is dropped', { payload: { tested: { 'truncated-session': 50 } } }],
  [
    'C16',
    'cookie',
    'unknown',
    'no cookie was looked at',
    { payload: { tested: { 'truncated-session': 0 } } },
  ],
  ['C17', 'redis', 'shown', 'none was opened', TAMPERED(0)],
  ['C17', 'redis', 'refuted', 'one was opened', TAMPERED(1)],
  ['C17', 'redis', 'unknown', 'none was shown', TAMPERED(0, 0)],
  ['C18', 'cookie', 'refuted', 'it can be read', NOTED(4, 4, 4)],
  ['C18', 'cookie', 'shown', 'it cannot be read', NOTED(0, 4, 4)],
  ['C18', 'cookie', 'unknown', 'nobody noted', {}],
  ['C18', 'redis', 'refuted', 'the store can be read', STORED(5, 5)],
  ['C18', 'redis', 'shown', 'the store cannot be read', STORED(5, 0)],
  ['C18', 'redis', 'unknown', 'the store was not looked into', NOTED(0, 4, 4)],
  ['C19', 'cookie', 'shown', 'they open it, login or not', NOTED(0, 4, 4, 4)],
  ['C19', 'cookie', 'true only if', 'a login shuts the thief out', NOTED(0, 4, 4)],
  ['C19', 'cookie', 'refuted', 'they open nothing', NOTED(0, 4, 0)],
  ['C19', 'cookie', 'unknown', 'some open it', NOTED(0, 4, 3)],
  ['C19', 'cookie', 'unknown', 'none was stolen', NOTED(0, 0, 0)],
  [
    'C22',
    'redis',
    'shown',
    'both save more',
    SETTINGS(UNUSED(50, 0), UNUSED(50, 50), RESAVED(20), RESAVED(45)),
  ],
  [
    'C22',
    'redis',
    'refuted',
    'unused ones are saved anyway',
    SETTINGS(UNUSED(50, 50), UNUSED(50, 50), RESAVED(20), RESAVED(45)),
  ],
  [
    'C22',
    'redis',
    'refuted',
    'resave saves no more',
    SETTINGS(UNUSED(50, 0), UNUSED(50, 50), RESAVED(20), RESAVED(20)),
  ],
  [
    'C22',
    'redis',
    'unknown',
    'saves were not counted',
    SETTINGS({ figures: { visits: 50 } }, UNUSED(50, 50), RESAVED(20), RESAVED(45)),
  ],
  ['C22', 'redis', 'unknown', 'nobody came', SETTINGS(UNUSED(0, 0), UNUSED(0, 0), RESAVED(20), RESAVED(45))],
  ['C23', 'sqlite', 'shown', 'all is kept', { logout: LEFT(9, 0) }],
  ['C23', 'sqlite', 'refuted', 'a session is open after logout', { logout: LEFT(9, 1) }],
  [
    'C23',
    'sqlite',
    'refuted',
    'a write is lost',
    { logout: LEFT(9, 0), scaled: { anomalyCounts: { 'lost-write': 1 } } },
  ],
  ['C23', 'sqlite', 'unknown', 'nobody logged out', {}],
  ['C23', 'sqlite', 'unknown', 'a cart is not judged', { logout: LEFT(9, 0), cart: { verdict: 'unknown' } }],
  ['C24', 'redis', 'shown', 'each was answered as it should be', PAGE(4, 6, 3, 3)],
  ['C24', 'redis', 'refuted', 'a stranger was let in', PAGE(4, 5, 3, 3)],
  ['C24', 'redis', 'refuted', 'a user was not shown it all', PAGE(4, 6, 3, 2)],
  ['C24', 'redis', 'unknown', 'no user came', PAGE(4, 6, 0, 0)],
  ['C25', 'redis', 'shown', 'they see half of the sessions, their own', APART(50, 0)],
  ['C25', 'redis', 'refuted', 'they see all sessions', APART(0, 0)],
  ['C25', 'redis', 'refuted', "one saw another's data", APART(50, 0, 1)],
  ['C25', 'redis', 'unknown', 'with one prefix they do not share all either', APART(50, 1)],
  ['C25', 'redis', 'unknown', 'nothing was read', APART(0, 0, 0, 0)],
  ['C20', 'cookie', 'shown', 'it is more and takes longer', WEIGHED(3600, 3)],
  ['C20', 'cookie', 'true only if', 'it is more and takes no longer', WEIGHED(3600, 1)],
  ['C20', 'cookie', 'refuted', 'it is no more', WEIGHED(100, 1)],
  ['C20', 'cookie', 'unknown', 'too few were read', WEIGHED(3600, 3, 20)],
  ['C21', 'redis', 'shown', 'only with it there are cookies', PROXIED(0, 9)],
  ['C21', 'redis', 'refuted', 'there are cookies without it', PROXIED(9, 9)],
  ['C21', 'redis', 'refuted', 'there are none with it', PROXIED(0, 0)],
  ['C21', 'redis', 'unknown', 'nobody came', PROXIED(0, 0, 0)],
  [
    'C22',
    'redis',
    'unknown',
    'some requests were not answered',
    SETTINGS(
      UNUSED(50, 0),
      UNUSED(50, 50),
      { ...RESAVED(21), counts: { info: 1, writesAcknowledged: 20 } },
      RESAVED(45),
    ),
  ],
  [
    'C11',
    'redis',
    'true only if',
    'one was acknowledged and is gone',
    { kinds: { figures: { 'kept whole': 10, gone: 1 } } },
  ],
];

for (const [id, store, verdict, why, told] of TOLD) {
  test(`${id} is ${verdict} where ${why}`, () => {
    const result = judged(id, store, told);
    assert.equal(result.verdict, verdict, result.measured);
    assert.equal(result.onlyIf !== undefined, verdict === 'true only if');
    if (verdict === 'unknown') assert.ok(result.reason);
  });
}

test('a claim of which one experiment is spoiled is unknown, whatever the others show', () => {
  for (const claim of CLAIMS)
    for (const spoiled of Object.keys(claim.experiments)) {
      const experiments = Object.keys(claim.experiments).map((name) =>
        made(claim.store, name, name === spoiled ? { problems: ['app-1 ended by itself'] } : {}),
      );
      const result = testClaim(claim, experiments);
      assert.equal(result.verdict, 'unknown', `${claim.id} on ${claim.store}`);
      assert.match(result.reason ?? '', /app-1 ended by itself/);
    }
});

test('every claim from C7 on is told apart here', () => {
  const ids = [...new Set(CLAIMS.map(({ id }) => id))].filter((id) => Number(id.slice(1)) >= 7);
  assert.deepEqual(new Set(TOLD.map(([id]) => id)), new Set(ids));
});
