import { anomaly, testVerdicts } from './testing.ts';

testVerdicts('C10', 'redis', [
  ['shown', 'all came back', { cart: { tested: { 'garbage-read': 50 }, anomalies: [] } }],
  [
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
  ['unknown', 'nothing was read', { cart: { tested: { 'garbage-read': 0 } } }],
  [
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
]);
