import type { OwnServer } from '../model/own.ts';
import type { Plan, Subject } from '../model/plan.ts';
import { partsOfLine } from './parts-of-line.ts';
import { digestOf } from './digest.ts';
import { SECRET_NAME } from './secret-name.ts';

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
    ...(subject.command === undefined
      ? {}
      : { command: { ...subject.command, line: recordOfLine(subject.command.line) } }),
    ...(subject.pages === undefined ? {} : { pages: recordOfPages(subject.pages) }),
    ...(subject.script === undefined ? {} : { script: recordOfScript(subject.script) }),
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

/** A command as it is written down: what its variables and telling options are set to may be secret, but for placeholders. */
export const recordOfLine = (line: string): string =>
  partsOfLine(line).reduce((shown, { text, secret }) => shown + (secret ? digestOf(text) : text), '');

/** Rows of data hold passwords. */
function recordOfScript(given: NonNullable<Subject['script']>) {
  const { rows: _, ...script } = given;
  return script;
}

type Pages = NonNullable<Subject['pages']>;

/** Of users the names alone, which the history has too; of what forms say, no text that a telling name announces. */
const recordOfPages = (pages: Pages): Pages => ({
  ...pages,
  users: pages.users.map(({ name }) => ({ name })),
  ...Object.fromEntries(
    (['signUp', 'login', 'add', 'logout'] as const).flatMap((name) => {
      const action = pages[name];
      return action === undefined ? [] : [[name, { ...action, ...recordOfFields(action) }]];
    }),
  ),
});

const recordOfFields = (action: Pages['login']) =>
  Object.fromEntries(
    (['form', 'json', 'headers'] as const).flatMap((part) =>
      action[part] === undefined
        ? []
        : [
            [
              part,
              Object.fromEntries(
                Object.entries(action[part]).map(([field, value]) => [
                  field,
                  SECRET_NAME.test(field) && !/\{\w+\}/.test(String(value)) ? digestOf(String(value)) : value,
                ]),
              ),
            ],
          ],
    ),
  );
