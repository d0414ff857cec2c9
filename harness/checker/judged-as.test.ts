import assert from 'node:assert/strict';
import test from 'node:test';
import type { AnomalyKind } from './catalogue.ts';
import { judged } from './oracle/story.ts';

/** What somebody who knows the model would say of each, decided and named. */
const STORIES: readonly [name: string, anomalies: Partial<Record<AnomalyKind, number>>, story: string][] = [
  [
    'counter across end: told 2 after destroy+create',
    { resurrection: 1 },
    `0-1 c create
2-3 c increment n=1
4-5 c destroy
6-7 c create
8-9 c increment n=2`,
  ],
  [
    'counter across end ok',
    {},
    `0-1 c create
2-3 c increment n=1
4-5 c destroy
6-7 c create
8-9 c increment n=1`,
  ],
  [
    'counter read after end and recreate',
    { resurrection: 1 },
    `0-1 c create
2-3 c increment n=1
4-5 c increment n=2
6-7 c destroy
8-9 c create
10-11 c read n -> 2`,
  ],
  [
    'counter lost across: reads 0 after two',
    { 'lost-write': 1 },
    `0-1 c create
2-3 c increment n=1
4-5 c increment n=2
6-7 c read n -> null`,
  ],
  [
    'logout then increment ok n=1 (session made implicitly)',
    { resurrection: 1 },
    `0-1 c create
2-3 c increment n=1
4-5 c destroy
6-7 c increment n=1`,
  ],
  [
    'logout then increment absent',
    {},
    `0-1 c create
2-3 c increment n=1
4-5 c destroy
6-7 c increment n absent`,
  ],
  [
    'info destroy then increment continues',
    {},
    `0-1 c create
2-3 c increment n=1
4-5 c destroy info
6-7 c increment n=2`,
  ],
  [
    'info destroy then absent, then alive again',
    { 'session-unavailable': 1 },
    `0-1 c create
2-3 c increment n=1
4-5 c destroy info
6-7 c increment n absent
8-9 c increment n=2`,
  ],
  [
    'write after TTL',
    { 'late-expiry': 1 },
    `ttl 1000 grace 50
0-1 c create
2-3 c write a=1
1200-1201 c write a=2`,
  ],
  [
    'remove after TTL',
    { 'late-expiry': 1 },
    `ttl 1000 grace 50
0-1 c create
2-3 c write a=1
1200-1201 c remove a`,
  ],
  [
    'write after TTL absent',
    {},
    `ttl 1000 grace 50
0-1 c create
2-3 c write a=1
1200-1201 c write a=2 absent`,
  ],
  [
    'renewedBy save: reads keep it, then seen at 1.5',
    {},
    `ttl 1000 grace 50
0-1 c create
600-601 c read
1200-1201 c read`,
  ],
  [
    'regenerate keep id',
    { fixation: 1 },
    `0-1 c create
2-3 c write a=1
4-5 c regenerate kept
6-7 c read a -> 1`,
  ],
  [
    'regenerate drop: value in next',
    { 'cross-session-read': 1 },
    `0-1 c create
2-3 c write a=1
4-5 c regenerate next=u
6-7 c@u read a -> 1`,
  ],
  [
    'regenerate drop: old used after',
    { resurrection: 1 },
    `0-1 c create
2-3 c write a=1
4-5 c regenerate next=u
6-7 c read a -> 1`,
  ],
  [
    'regenerate carry: value missing',
    { 'lost-write': 1 },
    `0-1 c create
2-3 c write a=1
4-5 c regenerate next=u carrying
6-7 c@u read a -> null`,
  ],
  [
    'regenerate carry: value missing, two reads',
    { 'lost-write': 1 },
    `0-1 c create
2-3 c write a=1
4-5 c regenerate next=u carrying
6-7 c@u read a -> null
8-9 c@u read a -> null`,
  ],
  [
    'regenerate carry: older value',
    { 'lost-write': 1 },
    `0-1 c create
2-3 c write a=1
4-5 c write a=2
6-7 c regenerate next=u carrying
8-9 c@u read a -> 1`,
  ],
  [
    'regenerate carry: missing then back',
    { 'stale-read': 1 },
    `0-1 c create
2-3 c write a=1
4-5 c regenerate next=u carrying
6-7 c@u read a -> null
8-9 c@u read a -> 1`,
  ],
  [
    'carry counter',
    {},
    `0-1 c create
2-3 c increment n=1
4-5 c regenerate next=u carrying
6-7 c@u increment n=2`,
  ],
  [
    'carry counter lost',
    { 'lost-write': 1 },
    `0-1 c create
2-3 c increment n=1
4-5 c regenerate next=u carrying
6-7 c@u increment n=1`,
  ],
  [
    'carry keys a only, b is there',
    { 'cross-session-read': 1 },
    `0-1 c create
2-3 c write a=1
4-5 c write b=2
6-7 c regenerate next=u carrying=a
8-9 c@u read b -> 2`,
  ],
  [
    'preexisting read',
    {},
    `0-1 c read a -> 5 there
2-3 c write a=6
4-5 c read a -> 6`,
  ],
  [
    'preexisting then value changes by nobody',
    { 'garbage-read': 1 },
    `0-1 c read a -> 5 there
2-3 c read a -> 7`,
  ],
  [
    'preexisting lost write',
    { 'lost-write': 1 },
    `0-1 c read a -> 5 there
2-3 c write a=6
4-5 c read a -> 5`,
  ],
  ['preexisting absent at first', { unexplained: 1 }, `0-1 c read absent there`],
  [
    'info write takes effect much later',
    {},
    `0-1 c create
2-3 c write a=1 info
4-5 c write a=2
6-7 c read a -> 2
100-101 c read a -> 1
102-103 c read a -> 1`,
  ],
  [
    'info write twice',
    { 'non-monotonic-read': 1 },
    `0-1 c create
2-3 c write a=1 info
4-5 c write a=2
6-7 c read a -> 2
100-101 c read a -> 1
102-103 c read a -> 2`,
  ],
  [
    'info destroy takes effect much later',
    {},
    `0-1 c create
2-3 c destroy info
4-5 c write a=1
6-7 c read a -> 1
100-101 c read absent`,
  ],
  [
    'removal racing write',
    {},
    `0-1 c create
2-3 c write a=1
4-8 c write a=2
5-9 d remove a
10-11 c read a -> null`,
  ],
  [
    'removal racing write (other)',
    {},
    `0-1 c create
2-3 c write a=1
4-8 c write a=2
5-9 d remove a
10-11 c read a -> 2`,
  ],
  [
    'removal racing, older back',
    { 'lost-write': 1 },
    `0-1 c create
2-3 c write a=1
4-8 c write a=2
5-9 d remove a
10-11 c read a -> 1`,
  ],
  [
    'removal then value again',
    { 'lost-write': 1 },
    `0-1 c create
2-3 c write a=1
4-5 c remove a
6-7 c read a -> 1`,
  ],
  [
    'removal then null then value',
    { 'stale-read': 1 },
    `0-1 c create
2-3 c write a=1
4-5 c remove a
6-7 c read a -> 1
8-9 c read a -> null`,
  ],
  [
    'two lives values',
    { resurrection: 1 },
    `0-1 c create
2-3 c write a=1
4-5 c destroy
6-7 c create
8-9 c write a=2
10-11 c read a -> 1`,
  ],
  [
    'second life lost write',
    { 'lost-write': 1 },
    `0-1 c create
2-3 c write a=1
4-5 c destroy
6-7 c create
8-9 c write a=2
10-11 c read a -> null`,
  ],
  [
    'create twice, value of first remains',
    { 'stale-read': 1 },
    `0-1 c create
2-3 c write a=1
4-5 c create
6-7 c read a -> 1`,
  ],
  [
    'increments told same number not overlapping',
    { 'lost-write': 1 },
    `0-1 c create
2-3 c increment n=1
4-5 d increment n=1
6-7 c read n -> 1`,
  ],
  [
    'same number not overlapping, no read',
    { 'lost-write': 1 },
    `0-1 c create
2-3 c increment n=1
4-5 d increment n=1`,
  ],
  [
    'same number overlapping with info increments',
    { 'lost-update': 1 },
    `0-1 c create
2-5 c increment n=1
3-6 d increment n=1
3-6 e increment n info`,
  ],
  [
    'unanswered increment counted explains',
    {},
    `0-1 c create
2-3 e increment n info
4-5 c increment n=2
6-7 d increment n=3
8-9 c read n -> 3`,
  ],
  [
    'unanswered increment counted once, then more',
    { 'garbage-read': 1 },
    `0-1 c create
2-3 e increment n info
4-5 c increment n=3`,
  ],
  [
    'whole documents racing',
    { 'lost-update': 1 },
    `0-1 c create
2-3 c write a=1
4-6 c write a=2
5-9 d write b=3
8-13 e write c=4
10-11 c read a -> 1
14-15 c read a -> 2`,
  ],
  [
    'preexisting counter lost',
    { 'lost-write': 1 },
    `0-1 c read n -> 5 there
2-3 c increment n=6
4-5 c increment n=6`,
  ],
  [
    'preexisting counter reads back',
    { 'lost-write': 1 },
    `0-1 c read n -> 5 there
2-3 c increment n=6
4-5 c read n -> 5`,
  ],
  [
    'preexisting counter first told',
    {},
    `0-1 c increment n=6 there
2-3 c increment n=7`,
  ],
  [
    'preexisting value unset by nobody',
    { 'non-monotonic-read': 1 },
    `0-1 c read a -> 5 there
2-3 c read a -> null`,
  ],
  [
    'preexisting value vanishes though written over',
    { 'lost-write': 1 },
    `0-1 c read a -> 5 there
2-3 c write a=6
4-5 c read a -> null`,
  ],
  [
    'preexisting, logout, back',
    { resurrection: 1 },
    `0-1 c read a -> 5 there
2-3 c destroy
4-5 c create
6-7 c read a -> 5`,
  ],
  [
    'login twice, carry chain, lost in the middle',
    { 'lost-write': 1 },
    `0-1 c create
2-3 c write a=1
4-5 c regenerate next=u carrying
6-7 c@u write a=2
8-9 c@u regenerate next=v carrying
10-11 c@v read a -> 1`,
  ],
  [
    'login twice, second drops: value there',
    { 'cross-session-read': 1 },
    `0-1 c create
2-3 c write a=1
4-5 c regenerate next=u carrying
6-7 c@u write b=2
8-9 c@u regenerate next=v
10-11 c@v read b -> 2`,
  ],
  [
    'login sets user and carries, user lost',
    { 'lost-write': 1 },
    `0-1 c create cart=1
2-3 c regenerate next=u carrying user=7
4-5 c@u read user -> null
6-7 c@u read cart -> 1`,
  ],
  [
    'login carries only cart; user set; cart lost',
    { 'lost-write': 1 },
    `0-1 c create cart=1
2-3 c regenerate next=u carrying=cart user=7
4-5 c@u read user -> 7
6-7 c@u read cart -> null`,
  ],
  [
    'login unanswered, carries, lost',
    { unexplained: 1 },
    `0-1 c create cart=1
2-3 c regenerate next=u carrying info
4-5 c@u read cart -> null`,
  ],
  [
    'write overlaps login, may be lost? carries',
    {},
    `0-1 c create
2-6 c write a=1
3-7 d regenerate next=u carrying
8-9 d@u read a -> 1`,
  ],
  [
    'write overlaps login and is told ok but not carried',
    { 'lost-write': 1 },
    `0-1 c create
2-6 c write a=1
3-7 d regenerate next=u carrying
8-9 d@u read a -> null`,
  ],
  [
    'value seen in the new session, though written only after login in the old (absent)',
    { resurrection: 1 },
    `0-1 c create
2-3 c regenerate next=u carrying
4-5 c write a=1
6-7 c@u read a -> 1`,
  ],
  [
    'rename keeps and counter goes on',
    {},
    `0-1 c create
2-3 c increment n=1
4-5 c regenerate next=u carrying
6-7 c@u increment n=2
8-9 c@u regenerate next=v carrying
10-11 c@v increment n=3`,
  ],
  [
    'rename; counter starts afresh',
    { 'lost-write': 1 },
    `0-1 c create
2-3 c increment n=1
4-5 c regenerate next=u carrying
6-7 c@u increment n=2
8-9 c@u regenerate next=v carrying
10-11 c@v increment n=1`,
  ],
  [
    'old name used after a rename',
    { resurrection: 1 },
    `0-1 c create
2-3 c write a=1
4-5 c regenerate next=u carrying
6-7 c read a -> 1
8-9 c@u read a -> 1`,
  ],
  [
    'two lives of one id by info create',
    {},
    `0-1 c create
2-3 c write a=1
4-5 c destroy
6-7 d create info
8-9 c read a -> null`,
  ],
  [
    'info create seen twice lives',
    { resurrection: 1 },
    `0-1 c create
2-3 c write a=1
4-5 c destroy
6-7 d create info
8-9 c read a -> 1`,
  ],
  [
    'destroy racing write: absent after',
    {},
    `0-1 c create
2-6 c write a=1
3-7 d destroy
8-9 c read absent`,
  ],
  [
    'destroy racing write: there after',
    { resurrection: 1 },
    `0-1 c create
2-6 c write a=1
3-7 d destroy
8-9 c read a -> 1`,
  ],
  [
    'destroy racing create: there',
    {},
    `0-1 c create
2-6 c create
3-7 d destroy
8-9 c read a -> null`,
  ],
  [
    'fail destroy',
    {},
    `0-1 c create
2-3 c destroy fail
4-5 c read`,
  ],
  [
    'fail destroy then gone',
    { 'lost-session': 1 },
    `0-1 c create
2-3 c destroy fail
4-5 c read absent`,
  ],
  [
    'failed write seen',
    { 'aborted-read': 1 },
    `0-1 c create
2-3 c write a=1 fail
4-5 c read a -> 1`,
  ],
  [
    'failed increment counted',
    { 'garbage-read': 1 },
    `0-1 c create
2-3 c increment n fail
4-5 c read n -> 1`,
  ],
  [
    'increments told less than info',
    {},
    `0-1 c create
2-3 c increment n info
4-5 c increment n=1`,
  ],
  [
    'info increment late',
    {},
    `0-1 c create
2-3 c increment n info
4-5 c increment n=1
6-7 c read n -> 1
100-101 c read n -> 2`,
  ],
  [
    'counter goes back',
    { 'non-monotonic-read': 1 },
    `0-1 c create
2-3 c increment n info
6-7 c read n -> 1
100-101 c read n -> null`,
  ],
  [
    'counter other client back',
    { 'stale-read': 1 },
    `0-1 c create
2-3 c increment n info
6-7 c read n -> 1
100-101 d read n -> null`,
  ],
  [
    'acknowledged increment missing, later seen',
    { 'stale-read': 1 },
    `0-1 c create
2-3 c increment n=1
4-5 c read n -> null
6-7 c read n -> 1`,
  ],
  [
    'three told the same',
    { 'lost-update': 1 },
    `0-1 c create
2-5 c increment n=1
3-6 d increment n=1
4-7 e increment n=1`,
  ],
  [
    'three told the same and read 1',
    { 'lost-update': 1 },
    `0-1 c create
2-5 c increment n=1
3-6 d increment n=1
4-7 e increment n=1
8-9 c read n -> 1`,
  ],
  [
    'told same in two lives',
    {},
    `0-1 c create
2-5 c increment n=1
6-7 c create
8-9 d increment n=1`,
  ],
  [
    'told same overlapping, info destroy/create between',
    {},
    `0-1 c create
2-9 c increment n=1
3-9 d increment n=1
4-5 e destroy info
5-6 e create info`,
  ],
  [
    'counter is removed and starts afresh',
    {},
    `0-1 c create
2-3 c increment n=1
4-5 c remove n
6-7 c increment n=1`,
  ],
  [
    'counter removal ignored',
    { unexplained: 1 },
    `0-1 c create
2-3 c increment n=1
4-5 c remove n
6-7 c increment n=2`,
  ],
  [
    'write to counter then increments',
    {},
    `0-1 c create
2-3 c write n=10
4-5 c increment n=11`,
  ],
  [
    'dropped write may or may not',
    { 'truncated-session': 1 },
    `0-1 c create carried
2-3 c write a=1 dropped
4-5 c read a -> 1`,
  ],
  [
    'TTL: absent within grace',
    {},
    `ttl 1000 grace 50
0-1 c create
980-981 c read absent`,
  ],
  [
    'TTL: absent early',
    { 'early-expiry': 1 },
    `ttl 1000 grace 50
0-1 c create
900-901 c read absent`,
  ],
  [
    'TTL: write renews; absent 1.5 from create',
    { 'lost-session': 1 },
    `ttl 1000 grace 50
0-1 c create
900-901 c write a=1
1300-1301 c read absent`,
  ],
  [
    'TTL info write may renew',
    {},
    `ttl 1000 grace 50
0-1 c create
900-901 c write a=1 info
1500-1501 c read a -> 1`,
  ],
  [
    'TTL info write may renew, not',
    {},
    `ttl 1000 grace 50
0-1 c create
900-901 c write a=1 info
1500-1501 c read absent`,
  ],
  [
    'TTL info write, late presence beyond both',
    { 'late-expiry': 1 },
    `ttl 1000 grace 50
0-1 c create
900-901 c write a=1 info
2900-2901 c read`,
  ],
  [
    'TTL session expired then created anew with write',
    {},
    `ttl 1000 grace 50
0-1 c create
2-3 c write a=1
1500-1501 c read absent
1502-1503 c create
1504-1505 c read a -> null`,
  ],
  [
    'TTL expired then created anew, old value',
    { 'stale-read': 1 },
    `ttl 1000 grace 50
0-1 c create
2-3 c write a=1
1500-1501 c read absent
1502-1503 c create
1504-1505 c read a -> 1`,
  ],
  [
    'expired counter counts on',
    { 'late-expiry': 1 },
    `ttl 1000 grace 50
0-1 c create
2-3 c increment n=1
1500-1501 c increment n=2`,
  ],
  [
    'expired counter afresh without create',
    { 'late-expiry': 1 },
    `ttl 1000 grace 50
0-1 c create
2-3 c increment n=1
1500-1501 c increment n=1`,
  ],
  [
    'owner tag',
    { 'cross-session-read': 1 },
    `0-1 c create
2-3 c read owner=x`,
  ],
  [
    'owner tag on write, nothing else lost',
    { 'cross-session-read': 1 },
    `0-1 c create
2-3 c write a=1
4-5 c write a=2 owner=x
6-7 c read a -> 1`,
  ],
  [
    "nobody's value",
    { 'garbage-read': 1 },
    `0-1 c create
2-3 c read a -> 5`,
  ],
  [
    'two sessions wrote the same value',
    { 'garbage-read': 1 },
    `0-1 c create
2-3 c read a -> 5
0-1 d@t create
2-3 d@t write a=5
0-1 e@v create
2-3 e@v write a=5`,
  ],
  [
    'session back after loss',
    { 'session-unavailable': 1 },
    `0-1 c create on=app-1
2-3 c read absent on=app-2
4-5 c read on=app-1`,
  ],
  ['session never made, read absent', {}, `0-1 c read absent`],
  [
    'session never made, write told absent then there',
    { 'aborted-read': 1 },
    `0-1 c create fail
2-3 c write a=1`,
  ],
  [
    'create info, never seen',
    {},
    `0-1 c create info
2-3 c read absent`,
  ],
  [
    'create info, seen late',
    {},
    `0-1 c create info
2-3 c read absent
4-5 c read a -> null`,
  ],
  [
    'create info, seen then absent',
    { 'lost-session': 1 },
    `0-1 c create info
2-3 c read a -> null
4-5 c read absent`,
  ],
  [
    'regenerate absent',
    {},
    `0-1 c create
2-3 c destroy
4-5 c regenerate absent next=u
6-7 c@u read`,
  ],
  [
    'regenerate info both alive at times',
    {},
    `0-1 c create
2-3 c regenerate next=u info
4-5 c read
6-7 c@u read
8-9 c read absent`,
  ],
  [
    'expired and then there, empty',
    { 'late-expiry': 1 },
    `ttl 1000 grace 50
0-1 c create
2-3 c write a=1
1500-1501 c read a -> null
1502-1503 c write a=2
1504-1505 c read a -> 2`,
  ],
  [
    'expired, there, empty, then a loss of its own',
    { 'late-expiry': 1, 'lost-write': 1 },
    `ttl 1000 grace 50
0-1 c create
2-3 c write a=1
1500-1501 c read a -> null
1502-1503 c write a=2
1504-1505 c read a -> null`,
  ],
  [
    'expired there with the value',
    { 'late-expiry': 1 },
    `ttl 1000 grace 50
0-1 c create
2-3 c write a=1
1500-1501 c read a -> 1`,
  ],
  [
    'expired twice',
    { 'late-expiry': 2 },
    `ttl 1000 grace 50
0-1 c create
2-3 c write a=1
1500-1501 c write a=2
3000-3001 c read a -> 2`,
  ],
  [
    'write after TTL and then lost',
    { 'late-expiry': 1, 'lost-write': 1 },
    `ttl 1000 grace 50
0-1 c create
2-3 c write a=1
1500-1501 c write a=2
1502-1503 c read a -> 1`,
  ],
  [
    'increments that were told the same one after the other are not two that overlapped, whatever was there before',
    { unexplained: 1 },
    `0-1 c increment n=6 there
2-3 c increment n=7
4-5 c increment n=7
6-7 c destroy
8-9 c create
10-11 c read n -> null`,
  ],
  [
    'increments that were told the same are none where the counter may have started afresh, whatever else is wrong',
    { 'garbage-read': 1 },
    `0-1 c create
2-9 c increment n=1
3-9 d increment n=1
4-5 e destroy info
5-6 e create info
20-21 c read b -> 9`,
  ],
  [
    'what nobody wrote is garbage, also after a login out of a session that had ended',
    { 'garbage-read': 1 },
    `0-1 c create a=1
2-3 c destroy
4-5 c regenerate next=u carrying
6-7 c@u read a -> 9`,
  ],
  [
    'a creation that failed is nothing beside one that did not, whatever else is wrong',
    { 'garbage-read': 1 },
    `0-1 c create fail
2-3 c create
4-5 c read a -> 9`,
  ],
  [
    'a save that begins only after a read has undone nothing that the read missed',
    { 'stale-read': 1 },
    `0-1 c create
2-3 c write a=1
4-5 c write a=2 info
6-7 d read a -> 2
8-9 c read a -> 1
10-11 c write b=3`,
  ],
  [
    'a save that begins after another has ended had loaded what that one left, and puts nothing else back',
    { 'stale-read': 1 },
    `0-1 c create
2-3 c write a=1
4-6 c write a=2
5-6 d write b=3
8-13 e write c=4
10-11 c read a -> 1
14-15 c read a -> 2`,
  ],
  [
    'a value that is written twice may come back',
    {},
    `0-1 c create
2-20 c write a=1
3-20 d write a=2
4-20 e write a=1
5-6 f read a -> 1
8-9 f read a -> 2
11-12 f read a -> 1`,
  ],
];

for (const [name, anomalies, story] of STORIES)
  test(name, () => {
    const { unserved: _, ...counts } = judged(story).anomalyCounts;
    assert.deepEqual(counts, anomalies);
  });
