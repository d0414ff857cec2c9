/**
 * Where subjects can live: as processes of this machine, in the containers of docker-compose.yml, or wherever the
 * user has started an app.
 */
export const PLATFORMS = ['process', 'compose', 'target'] as const;
export type PlatformName = (typeof PLATFORMS)[number];
