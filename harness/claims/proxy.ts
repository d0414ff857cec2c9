import { draft } from '../plan/draft.ts';
import type { StoreName } from '../stores/catalogue.ts';
import { count, named, onEach, unknown } from './claim.ts';
import { figure } from './evidence.ts';
import { EVERY_STORE } from './stores.ts';

const behindProxy = (store: StoreName, trustProxy: 'true' | 'false') =>
  draft({
    title: `A secure cookie behind a proxy that ends TLS, trust proxy ${trustProxy}`,
    subject: { store, secureCookie: 'true', trustProxy, tlsProxy: true },
    load: { workload: 'proxied', clients: 10, rate: 150, durationMs: 1500 },
  });

export const secureCookiesNeedTrust = onEach({
  id: 'C21',
  text: 'Behind a proxy, secure cookies need `trust proxy`',
  source:
    'express-session readme, option cookie.secure: "If you have your node.js behind a proxy ... you need to set trust proxy"',
  stores: EVERY_STORE,
  experiments: (store) => ({
    'proxy-untrusted': behindProxy(store, 'false'),
    'proxy-trusted': behindProxy(store, 'true'),
  }),
  judge(experiments) {
    const [without, trusted] = [named(experiments, 'proxy-untrusted'), named(experiments, 'proxy-trusted')];
    const [came, given] = [figure(without, 'visits'), figure(without, 'cookies')];
    const [cameAgain, givenAgain] = [figure(trusted, 'visits'), figure(trusted, 'cookies')];
    const measured =
      `without it ${count(given)} of ${count(came)} visitors were given a cookie, ${count(figure(without, 'answered'))} ` +
      `were told that all was well, and ${count(figure(without, 'calls.set'))} sessions were stored that nobody can ` +
      `find again; with it ${count(givenAgain)} of ${count(cameAgain)}, and ${count(figure(trusted, 'found'))} found their session again`;
    if (came === 0 || cameAgain === 0) return unknown('nobody came', measured);
    const isShown = given === 0 && givenAgain === cameAgain;
    return { measured, verdict: isShown ? 'shown' : 'refuted' };
  },
});
