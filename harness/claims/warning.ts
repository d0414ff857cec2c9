import { ofProof } from './of-proof.ts';
import { unknown, type Claim } from './claim.ts';

/** The first words of the warning (express-session 1.19, index.js, `warning`). */
const WARNING = 'Warning: connect.session() MemoryStore is not';

/** MemoryStore: a warning in production, when the app starts, and only there. */
export const memoryWarns: Claim = {
  id: 'C4',
  store: 'memory',
  text: 'It warns in production',
  badIfShown: true,
  source: 'express-session index.js: a warning where NODE_ENV is "production"',
  experiments: ofProof('memory', 'growth', 'two-instances'),
  judge([production, development]) {
    if (!production || !development) return unknown('an experiment is missing');
    const said = production.notes.find((note) => note.includes(WARNING));
    const saidElsewhere = development.notes.some((note) => note.includes(WARNING));
    if (said === undefined) {
      return { measured: 'no warning with NODE_ENV=production before the first request', verdict: 'refuted' };
    }
    const when = 'printed before the first request with NODE_ENV=production';
    return {
      measured: `${when}; ${saidElsewhere ? 'and' : 'not'} with development: "${WARNING} designed for ..."`,
      verdict: saidElsewhere ? 'refuted' : 'shown',
    };
  },
};
