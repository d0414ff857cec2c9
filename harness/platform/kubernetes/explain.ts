import { unavailable, usageError, type HoldfastError } from '../../errors.ts';

export interface KubectlFailure {
  args: readonly string[];
  /** What kubectl printed on standard error. */
  words: string;
  /** Of the system call that failed, such as ENOENT. */
  code: string | undefined;
}

/** What kubectl's own words mean for whoever reads them, and what to do: one line and the next step. */
export function explained({ args, words, code }: KubectlFailure): HoldfastError {
  const context = valueOf('--context', args);
  if (code === 'ENOENT')
    return unavailable('--platform kubernetes needs kubectl, and no kubectl command was found', {
      next: 'install kubectl, of about the version of the cluster, or leave out --platform kubernetes',
    });
  if (/context "[^"]*" does not exist|no context exists/.test(words))
    return usageError(`kubectl has no context "${context}"`, { next: 'kubectl config get-contexts' });
  if (/invalid configuration|error loading config file|yaml: /.test(words))
    return unavailable(`kubectl cannot read its configuration: ${lastLine(words)}`, {
      next: 'kubectl config view',
    });
  if (/unauthorized|must be logged in|getting credentials|provide credentials/i.test(words))
    return unavailable(
      `the cluster of the context ${context} does not take its credentials (${lastLine(words)})`,
      {
        next: `log in to it again; kubectl --context ${context} auth whoami says who is asking`,
      },
    );
  const webhook = /failed calling webhook "([^"]*)"/.exec(words)?.[1];
  if (webhook !== undefined)
    return unavailable(`the webhook ${webhook} of the cluster does not answer (${lastLine(words)})`, {
      next: `kubectl --context ${context} get pods --all-namespaces, that whoever serves it runs`,
    });
  if (/connection to the server|Unable to connect|dial tcp|TLS handshake|x509:|no such host/.test(words))
    return unavailable(`the cluster of the context ${context} does not answer (${lastLine(words)})`, {
      next: `kubectl --context ${context} version`,
    });
  const [, who, verb, resource] =
    /User "([^"]*)" cannot (\w+) resource "([^"]*)"/.exec(words)?.map((word) => word) ?? [];
  if (who !== undefined)
    return unavailable(`${who} may not ${verb} ${resource} in the cluster of the context ${context}`, {
      next: 'a role that allows it: docs/KUBERNETES.md has all that a run takes',
    });
  const there = /namespaces "([^"]*)" already exists/.exec(words)?.[1];
  if (there !== undefined)
    return unavailable(`there is a namespace ${there} already, and a run takes one that it has made itself`, {
      next: `run again, or kubectl --context ${context} delete namespace ${there}, if it is nobody's`,
    });
  return unavailable(`kubectl ${briefly(args)} failed: ${lastLine(words)}`, {
    next: `kubectl --context ${context} get events --all-namespaces`,
  });
}

const valueOf = (flag: string, args: readonly string[]) => args[args.indexOf(flag) + 1] ?? '';

/** Without the time and the place in its source that kubectl begins its own log lines with. */
const lastLine = (words: string) =>
  words
    .trim()
    .split('\n')
    .at(-1)
    ?.replace(/^[EW]\d{4} [\d:.]+ +\d+ \S+\] /, '')
    .trim() || 'it said nothing';

/** Without what every call has, and without what is run in a pod. */
const briefly = (args: readonly string[]) => {
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  return own.filter((word, at) => !word.startsWith('--') && !own[at - 1]?.startsWith('--')).join(' ');
};
