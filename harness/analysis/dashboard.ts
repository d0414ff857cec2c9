import type { Plan } from '../model/plan.ts';

/** The dashboard `One run`, by its uid in infra/grafana. */
const PATH = '/d/holdfast-run';
/** What begins and ends with the run is seen whole. */
const MARGIN_MS = 15_000;

/** Where the run is drawn, from its start to the end of its last experiment; undefined where no Grafana showed it. */
export function dashboardOf(
  { dashboards, name, startedAt }: Pick<Plan, 'dashboards' | 'name' | 'startedAt'>,
  endMs: number,
): string | undefined {
  if (dashboards === undefined) return undefined;
  const url = new URL(PATH, dashboards);
  const fromMs = Date.parse(startedAt);
  url.search = new URLSearchParams({
    'var-run': name,
    from: String(fromMs - MARGIN_MS),
    to: String(Math.round(Math.max(endMs, fromMs)) + MARGIN_MS),
  }).toString();
  return url.href;
}
