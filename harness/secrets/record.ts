import type { OwnServer } from '../model/own.ts';
import type { Plan, Subject } from '../model/plan.ts';
import { digestOf } from './digest.ts';

/**
 * A plan as it is written down and shown. What a run needs and nobody else is to read is there as a digest: no command
 * that works on the files of a run needs more.
 */
export function recordOf(plan: Plan): Plan {
  return {
    ...plan,
    experiments: plan.experiments.map((experiment) => ({
      ...experiment,
      subject: recordOfSubject(experiment.subject),
    })),
  };
}

function recordOfSubject(subject: Subject): Subject {
  const { secrets, own } = subject;
  return {
    ...subject,
    ...(secrets === undefined ? {} : { secrets: secrets.map(digestOf) }),
    ...(own?.server === undefined ? {} : { own: { ...own, server: recordOfServer(own.server) } }),
  };
}

/** Nobody can tell a password from any other word, so that of what is said to a server only names of options stay. */
function recordOfServer(server: OwnServer): OwnServer {
  return {
    ...server,
    args: server.args.map(recordOfArgument),
    env: Object.fromEntries(Object.entries(server.env).map(([name, value]) => [name, digestOf(value)])),
    url: recordOfAddress(server.url),
  };
}

const OPTION = /^(--[a-z][a-z-]*|-[A-Za-z])$/;
const PLACEHOLDER = /^\{(port|folder)\}$/;

function recordOfArgument(text: string): string {
  if (OPTION.test(text) || PLACEHOLDER.test(text)) return text;
  const [, option, value = text] = /^(--[a-z][a-z-]*=)(.*)$/s.exec(text) ?? [];
  if (option === undefined) return digestOf(text);
  return option + (PLACEHOLDER.test(value) ? value : digestOf(value));
}

/** Scheme, host and port; who enters, and what comes behind, may be secret. */
function recordOfAddress(url: string): string {
  const [, scheme = '', user = '', host = '', rest = ''] =
    /^([a-z][\w+.-]*:\/\/)(?:(.*)@)?([^/?#]*)(.*)$/is.exec(url) ?? [];
  if (scheme === '') return digestOf(url);
  return (
    scheme +
    (user === '' ? '' : `${digestOf(user)}@`) +
    host +
    (rest === '' || rest === '/' ? rest : `/${digestOf(rest)}`)
  );
}
