import { ROUTES } from '../../protocol/routes.ts';

/** How an app names a place inside a session: by a path with dots, or by one key after the other, as they are. */
export type Way = string | readonly string[];

/** As the history has it: `cart.total`, `cart["v1.2"]`. */
export function nameOf(way: Way): string {
  if (typeof way === 'string') return way;
  const [first = '', ...others] = way;
  return first + others.map((key) => `[${JSON.stringify(key)}]`).join('');
}

/** The route of the place, as a path with a query. */
export function placeOf(way: Way): string {
  return typeof way === 'string'
    ? `${ROUTES.place}?path=${encodeURIComponent(way)}`
    : `${ROUTES.place}?keys=${encodeURIComponent(JSON.stringify(way))}`;
}
