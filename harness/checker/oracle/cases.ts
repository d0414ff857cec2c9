import type { AnomalyKind } from '../judgement.ts';

export interface Case {
  name: string;
  story: string;
  found: Partial<Record<AnomalyKind, number>>;
  unknown?: AnomalyKind[];
  pass?: AnomalyKind[];
}
export const cases: Case[] = [
  {
    name: 'what was written is read back',
    story: `0-1 c create\n2-3 c write a=1\n4-5 c read a -> 1`,
    found: {},
    pass: [
      'lost-session',
      'session-unavailable',
      'lost-write',
      'stale-read',
      'garbage-read',
      'cross-session-read',
    ],
    unknown: ['lost-update', 'aborted-read', 'resurrection', 'late-expiry', 'fixation', 'truncated-session'],
  },
  {
    name: 'lost',
    story: `0-1 c create\n2-3 c write a=1\n4-5 c read a -> null\n6-7 c read a -> null`,
    found: { 'lost-write': 1 },
  },
  {
    name: 'gone',
    story: `0-1 c create\n2-3 c write a=1\n4-5 c read a absent\n6-7 c read a absent`,
    found: { 'lost-session': 1 },
  },
  {
    name: 'back',
    story: `0-1 c create\n2-3 c write a=1\n4-5 c read a absent\n6-7 c read a -> 1`,
    found: { 'session-unavailable': 1 },
  },
  {
    name: 'stale',
    story: `0-1 c create\n2-3 c write a=1\n4-5 c read a -> null\n6-7 c read a -> 1`,
    found: { 'stale-read': 1 },
  },
  {
    name: 'garbage',
    story: `0-1 c create\n2-3 c write a=1\n4-5 c read a -> 7`,
    found: { 'garbage-read': 1 },
  },
  {
    name: 'cross',
    story: `0-1 c create\n2-3 c write a=1\n4-5 c read a -> 7\n1-2 d@t create\n3-4 d@t write a=7`,
    found: { 'cross-session-read': 1 },
  },
  {
    name: 'owner',
    story: `0-1 c create\n2-3 c write a=1\n4-5 c read a -> 7 owner=t\n6-7 c read a -> 1`,
    found: { 'cross-session-read': 1 },
  },
  {
    name: 'info may be seen late',
    story: `0-1 c create\n2-3 c write a=1\n4-5 c write a=2 info\n6-7 c read a -> 1\n8-9 c read a -> 2`,
    found: {},
  },
  { name: 'empty', story: ``, found: {}, unknown: ['lost-session', 'lost-write'] },
];
