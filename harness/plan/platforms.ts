/** Where subjects can live: as processes of this machine, or in the containers of docker-compose.yml. */
export const PLATFORMS = ['process', 'compose'] as const;
export type PlatformName = (typeof PLATFORMS)[number];
