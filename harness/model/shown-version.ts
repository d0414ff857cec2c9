const SHOWN_CHARACTERS = 40;

/**
 * What stands in a file where its version should be, for a message: it may be anything, however long, and nested too
 * deep for whatever calls itself.
 */
export const shownVersion = (version: unknown): string =>
  typeof version === 'object' && version !== null
    ? 'an odd version'
    : `version ${(JSON.stringify(version) ?? 'undefined').slice(0, SHOWN_CHARACTERS)}`;
