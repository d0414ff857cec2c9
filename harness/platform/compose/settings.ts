import { unavailable } from '../../errors.ts';
import { APP_SETTINGS } from '../app-environment.ts';
import { serviceOf, type Container } from './containers.ts';

/** In the container by the first name, among the variables of docker-compose.yml by the second. */
const NAMES: readonly (readonly [inside: string, variable: string])[] = [
  ...APP_SETTINGS.map((name) => [name, name] as const),
  ['HOLDFAST_STORE', 'HOLDFAST_STORE'],
  ['HOLDFAST_CONTROL_TOKEN', 'HOLDFAST_CONTROL_TOKEN'],
  ['NODE_ENV', 'HOLDFAST_NODE_ENV'],
];

/**
 * Throws where the compose files of the user have a container of the app set otherwise than the plan says: the run
 * would be judged by a TTL or a save mode that the app does not have.
 */
export function assertSettings(
  container: Pick<Container, 'Config'>,
  wanted: Readonly<Record<string, string>>,
): void {
  const has = new Map(container.Config.Env.map((line) => line.split(/=(.*)/s, 2) as [string, string]));
  const different = NAMES.flatMap(([inside, variable]) => {
    const want = wanted[variable] ?? '';
    const is = has.get(inside) ?? '';
    // Whatever signs the cookies is as good as another, unless the plan is about secrets.
    const isFree = inside === 'HOLDFAST_SECRET' && want === '';
    return is === want || isFree || (want === '' && !has.has(inside)) ? [] : [{ inside, is, want }];
  });
  if (different.length === 0) return;
  const said = different.map(({ inside, is, want }) =>
    inside === 'HOLDFAST_CONTROL_TOKEN' || inside === 'HOLDFAST_SECRET'
      ? `a ${inside} of its own`
      : `${inside}=${is} in place of ${want === '' ? 'none' : want}`,
  );
  throw unavailable(`the compose files of this project give ${serviceOf(container)} ${said.join(', ')}`, {
    next: 'take it out of docker-compose.override.yml, or of the files that COMPOSE_FILE names: a run sets these itself, by its flags',
  });
}
