// What an app can be set to, for the app that reads it and the harness that plans it.

/**
 * How a session reaches its store: `implicit`, at the end of the response (express-session's default);
 * `awaited`, by `save(callback)` before the answer; `unawaited`, by `save()` and an answer that does not wait.
 */
export const SAVE_MODES = ['implicit', 'awaited', 'unawaited'] as const;
export type SaveMode = (typeof SAVE_MODES)[number];

/** What express-session takes as `cookie.secure`; `auto`: as the request itself came. */
export const SECURE_COOKIES = ['false', 'true', 'auto'] as const;
export type SecureCookie = (typeof SECURE_COOKIES)[number];

/** What signs cookies where nothing else was said. */
export const USUAL_SECRET = 'holdfast-measures-sessions';

/**
 * How the app logs out: `destroy()`; `delete req.session`, as some tutorials do it; or `req.session = null`, which is
 * cookie-session's way.
 */
export const LOGOUTS = ['destroy', 'delete', 'null'] as const;
export type Logout = (typeof LOGOUTS)[number];
