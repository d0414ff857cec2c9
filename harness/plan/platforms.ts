/** Where subjects can live: as processes of this machine. */
export const PLATFORMS = ['process'] as const;
export type PlatformName = (typeof PLATFORMS)[number];
