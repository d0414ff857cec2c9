/**
 * The names of the user's environment that every child gets: what finds programs and folders, and the words and the
 * time zone of messages. All else would change the experiment behind its plan: a setting of the app's or of k6's, an
 * option of Node's, an address that a client library takes for granted.
 */
const PLACES: ReadonlySet<string> = new Set([
  'PATH',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
]);
const WORDS = /^(LANG|LANGUAGE|TZ|LC_[A-Z]+)$/;

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
    const isPassed = PLACES.has(name) || WORDS.test(name) || passedOn.includes(name);
    if (value !== undefined && isPassed) env[name] = value;
  }
  return { ...env, ...made };
}

/**
 * What every child gets of the user's environment, for the plan to say: of the language and the time zone with what
 * they are, as a database may go by them; of folders the name alone, for they are the user's own affair.
 */
export function inherited(from: NodeJS.ProcessEnv = process.env): { name: string; value?: string }[] {
  return Object.entries(childEnvironment({}, { from })).map(([name, value]) =>
    WORDS.test(name) ? { name, value } : { name },
  );
}
