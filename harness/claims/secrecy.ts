import type { ExperimentResult } from '../model/results.ts';
import { count, named, onEach, unknown, type Finding } from './claim.ts';
import { tamper, userPage } from './drafts.ts';
import { figure, hasFigure } from './evidence.ts';
import { EVERY_STORE, isInsideTheApp } from './stores.ts';

export const theSecretEncrypts = onEach({
  id: 'C18',
  text: 'The secret encrypts what the session holds',
  source: 'Express tutorials, of the option secret or keys',
  stores: EVERY_STORE.filter((store) => !isInsideTheApp(store)),
  experiments: (store) =>
    store === 'cookie' ? { tamper: tamper(store) } : { tamper: tamper(store), page: userPage(store) },
  judge(experiments, store) {
    const tampered = named(experiments, 'tamper');
    const [cookies, readable] = [figure(tampered, 'cookies'), figure(tampered, 'readable')];
    const measured = `${count(readable)} of ${count(cookies)} cookies could be read without the key`;
    if (cookies === 0) return unknown('no cookie was looked into', measured);
    if (store !== 'cookie') return inStore(named(experiments, 'page'), measured);
    return { measured, verdict: readable === 0 ? 'shown' : 'refuted' };
  },
});

/** The cookie of a session in a store holds but its id: what there is to encrypt is in the store. */
function inStore(page: ExperimentResult, cookies: string): Finding {
  const [users, texts, clear] = [figure(page, 'users'), figure(page, 'texts'), figure(page, 'in the clear')];
  if (!hasFigure(page, 'texts') || users === 0 || texts === 0)
    return unknown('the store was not looked into', cookies);
  const measured = `${cookies}, which hold an id; in ${count(clear)} of ${count(texts)} rows, documents or files of the store stands a card's number`;
  return { measured, verdict: clear === 0 ? 'shown' : 'refuted' };
}
