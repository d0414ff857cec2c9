import type { Route } from './call.ts';
import { keyRoutes } from './keys.ts';
import { kindRoutes } from './kinds.ts';
import { loginRoute } from './login.ts';
import { pageRoute } from './page.ts';
import { placeRoutes } from './place.ts';
import { redirectRoutes } from './redirect.ts';
import { sessionRoutes } from './session.ts';

/** What the probe answers to, in whatever framework. */
export const PROBE_ROUTES: readonly Route[] = [
  ...sessionRoutes,
  ...keyRoutes,
  ...placeRoutes,
  ...kindRoutes,
  loginRoute,
  ...redirectRoutes,
  pageRoute,
];
