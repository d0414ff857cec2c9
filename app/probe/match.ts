import { Refusal, type Route } from './call.ts';
import { PROBE_ROUTES } from './routes.ts';

interface Found {
  route: Route;
  params: Record<string, string>;
}

/** The route of a request by its path as it came, with what the pattern names decoded; undefined where there is none. */
export function routeOf(method: string, path: string): Found | undefined {
  const parts = path.split('/');
  for (const route of PROBE_ROUTES) {
    if (route.method !== method && !(route.method === 'GET' && method === 'HEAD')) continue;
    const params = paramsOf(route.pattern.split('/'), parts);
    if (params) return { route, params };
  }
  return undefined;
}

function paramsOf(pattern: readonly string[], parts: readonly string[]): Found['params'] | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Found['params'] = {};
  for (const [index, part] of parts.entries()) {
    const wanted = pattern[index] as string;
    if (wanted.startsWith(':') && part !== '') params[wanted.slice(1)] = decoded(part);
    else if (wanted !== part) return undefined;
  }
  return params;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Refusal(400, { error: `the path cannot be read: ${part}` });
  }
}
