/**
 * Where subjects can live: as processes of this machine, in the containers of docker-compose.yml, in pods of a cluster,
 * or wherever the user has started an app.
 */
export const PLATFORMS = ['process', 'compose', 'kubernetes', 'target'] as const;
export type PlatformName = (typeof PLATFORMS)[number];
