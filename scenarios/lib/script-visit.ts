import type { Visit } from '../../protocol/script.ts';
import { ScriptVisitor, VisitOver, type Visiting } from './script-visitor.ts';
import { TimeUp } from './session-client.ts';

/** Has a script make one visit. What is wrong with the script itself is returned, with where it says so. */
export async function makeVisit(
  visit: Visit,
  visiting: Visiting,
  number: number,
): Promise<string | undefined> {
  const visitor = new ScriptVisitor(visiting, number);
  try {
    await visit(visitor);
    return visitor.isEmpty
      ? 'a visit took no step: visitor.login and the like record what clients do'
      : undefined;
  } catch (error) {
    if (error instanceof TimeUp) throw error;
    return error instanceof VisitOver ? undefined : shown(error);
  } finally {
    visitor.leave();
  }
}

/** The message, and the nearest line of the script. */
function shown(error: unknown): string {
  if (!(error instanceof Error)) return `it threw ${JSON.stringify(error)}`;
  const { name, message, stack = '' } = error;
  const said = ['Mistake', 'Error'].includes(name) ? message : `${name}: ${message}`;
  const file =
    decodeURI(__ENV['SCRIPT'] ?? '')
      .split('/')
      .at(-1) ?? '';
  const at = decodeURI(stack)
    .split('\n')
    .find((line) => line.includes(`/${file}:`));
  const place = at === undefined ? undefined : /:(\d+:\d+)\(\d+\)/.exec(at)?.[1];
  return place === undefined ? said : `${file}:${place}: ${said}`;
}
