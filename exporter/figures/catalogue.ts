import type { OpenFigure } from './figure.ts';

/** How the figures of each store's server are read; imported only when it is used. A store not here has no server. */
export const FIGURES: Partial<Record<string, () => Promise<OpenFigure>>> = {
  redis: async () => (await import('./redis.ts')).openRedisFigure,
  mongo: async () => (await import('./mongo.ts')).openMongoFigure,
};
