/**
 * The names of the user's environment that every child gets: what finds programs and folders, and the words and the
 * time zone of messages. All else would change the experiment behind its plan: a setting of the app's or of k6's, an
 * option of Node's, an address that a client library takes for granted.
 */
const PASSED: ReadonlySet<string> = new Set([
  'PATH',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'LANG',
  'LANGUAGE',
  'TZ',
]);
const LOCALE = /^LC_[A-Z]+$/;

/** What a client needs to reach a network beyond this machine. */
export const NETWORK: readonly string[] = [
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()]),
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];

/** The environment of a child: what its plan makes, over what every child gets and what is passed on by name. */
export function childEnvironment(
  made: Readonly<Record<string, string>>,
  { passedOn = [], from = process.env }: { passedOn?: readonly string[]; from?: NodeJS.ProcessEnv } = {},
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(from)) {
    if (value !== undefined && (PASSED.has(name) || LOCALE.test(name) || passedOn.includes(name)))
      env[name] = value;
  }
  return { ...env, ...made };
}
