import type { IsLast } from './session-client.ts';

/** Whatever comes of it, no further operation of its session follows. */
export const leaving: IsLast = () => true;

/** If nothing comes of it, no further operation of its session follows. */
export const unlessOk: IsLast = ({ outcome }) => outcome !== 'ok';

/** If it certainly did nothing, no further operation of its session follows. */
export const ifFailed: IsLast = ({ outcome }) => outcome === 'fail';
