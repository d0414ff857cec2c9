import type { Ground, Site } from './ground.ts';

/** Sites of these names, made at once: where that takes long, it takes as long as one. */
export const sitesOf = (ground: Ground, names: readonly string[]): Promise<Site[]> =>
  Promise.all(names.map((name) => ground.site(name)));
