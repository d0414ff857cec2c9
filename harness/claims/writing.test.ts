import { testVerdicts, type Seen, type Observed } from './testing.ts';

const passersby = (visits: number, saves: number): Seen => ({ figures: { visits, 'calls.set': saves } });

const overlapping = (saves: number): Seen => ({
  figures: { 'writes during a read': 9, 'writes undone by a read': 8, 'calls.set': saves },
  counts: { writesAcknowledged: 20 },
});

/** Both settings save more; other than that as it is told. */
const seen = (other: Observed): Observed => ({
  passersby: passersby(50, 0),
  'passersby-saved': passersby(50, 50),
  overlap: overlapping(20),
  'overlap-resave': overlapping(45),
  ...other,
});

testVerdicts('C22', 'redis', [
  ['shown', 'both save more', seen({})],
  ['refuted', 'unused ones are saved anyway', seen({ passersby: passersby(50, 50) })],
  ['refuted', 'resave saves no more', seen({ 'overlap-resave': overlapping(20) })],
  ['unknown', 'saves were not counted', seen({ passersby: { figures: { visits: 50 } } })],
  ['unknown', 'nobody came', seen({ passersby: passersby(0, 0), 'passersby-saved': passersby(0, 0) })],
  [
    'unknown',
    'some requests were not answered',
    seen({ overlap: { ...overlapping(21), counts: { info: 1, writesAcknowledged: 20 } } }),
  ],
]);
