import { dot, line, ruleX, ruleY } from '@observablehq/plot';
import { draw } from '../report/charts/frame.ts';
import { type Readings, readingsData } from '../report/charts/readings.ts';
import { page } from '../report/html/kit.ts';
import { badge, table } from '../report/html/table.ts';
import { type Html, html } from '../report/html/template.ts';
import { counted } from '../units.ts';
import { changeInWords, changesOf } from './changes.ts';
import type { Group, Series } from './trend.ts';

const WIDTH_PX = 330;

const STYLE = `
.series { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, ${WIDTH_PX}px), 1fr)); gap: 18px 28px; margin: 12px 0; }
.series figcaption b { color: var(--ink); }
.series .changed { color: var(--band-text); font-weight: 600; }
.command { overflow-wrap: anywhere; }
`;

/** The index of runs as one page that needs nothing from elsewhere; its links lead into the folders beside it. */
export function renderTrend(groups: readonly Group[]): string {
  const runs = groups.reduce((sum, group) => sum + group.runs.length, 0);
  const changes = groups.reduce((sum, { series }) => sum + changesOf(series).length, 0);
  const title = `${counted(runs, 'run')}, ${counted(changes, 'change')} of level`;
  return page(
    title,
    html`<main>
      <p class="run">Holdfast · trend</p>
      <h1>${title}</h1>
      <p class="note">
        Runs of the same command on the same machine are a series. A change is marked where ranks before and
        after differ by more than chance gives in 1 of 100 series (Pettitt 1979), with 5 runs on either side
        at the least. A hollow dot is a figure that cannot be trusted; it marks nothing.
      </p>
      ${groups.map(groupSection)}
    </main>`,
    STYLE,
  );
}

function groupSection(group: Group): Html {
  const { command, machine, runs, series } = group;
  return html`<section>
    <h2 class="command">${command}</h2>
    <p class="facts">${machine} · ${counted(runs.length, 'run')}</p>
    ${changeList(group)} ${sideBySide(group)}
    ${
      runs.length > 1 &&
      html`<details>
        <summary>Every figure over runs: ${series.length}</summary>
        <div class="series">${series.map((each) => chart(each, group))}</div>
      </details>`
    }
    ${table(
      'Runs, the newest first',
      [{ name: 'Run' }, { name: 'Began' }, { name: 'Verdict' }, { name: 'Holdfast' }],
      runs
        .map(({ name, folder, startedAt, verdict, holdfast, complete }) => [
          html`<a href="${href(folder)}report.html">${name}</a>`,
          startedAt.slice(0, 16).replace('T', ' '),
          complete ? badge(verdict) : html`${badge(verdict)} cut off`,
          holdfast,
        ])
        .toReversed(),
    )}
  </section>`;
}

const href = (folder: string) =>
  folder === '' ? '' : `${folder.split('/').map(encodeURIComponent).join('/')}/`;

function changeList({ series, runs }: Group): Html {
  const changes = changesOf(series);
  if (changes.length === 0) return html`<p>No figure changed its level.</p>`;
  return html`<ul>
    ${changes.map(
      (change) =>
        html`<li>
          <b>${change.series.figure}</b> in ${change.series.experiment}: ${changeInWords(change)} since
          ${runs[change.from]?.name}
        </li>`,
    )}
  </ul>`;
}

const at = ({ points, format }: Series, run: number) => {
  const point = points.find((each) => each.run === run);
  if (point === undefined) return 'none';
  return point.doubt === undefined ? format(point.value) : `${format(point.value)} ?`;
};

/** The last run beside the one before it; where scripts run, any beside any other. */
function sideBySide({ runs, series }: Group): Html | false {
  const [here, there] = [runs.length - 1, runs.length - 2];
  if (there < 0) return false;
  return html`<details class="pair">
    <summary>Two runs side by side: the last two, or any that you choose</summary>
    ${table(
      'Figures of two runs; one run of each tells no difference from noise',
      [
        { name: 'Figure' },
        { name: 'Experiment' },
        { name: runs[there]?.name ?? '', figure: true },
        { name: runs[here]?.name ?? '', figure: true },
        { name: 'Median since the last change', figure: true },
      ],
      series.map((each) => [
        each.figure,
        each.experiment,
        at(each, there),
        at(each, here),
        each.format(each.levels.at(-1)?.median ?? 0),
      ]),
    )}
    ${readingsData({
      runs: runs.map(({ name }) => name),
      rows: series.map((each) => runs.map((_, run) => at(each, run))),
    })}
  </details>`;
}

function chart({ figure, experiment, points, levels, format }: Series, { runs }: Group): Html {
  const last = points.at(-1);
  const label = `${figure} in ${experiment} over ${counted(points.length, 'run')}, ${counted(levels.length - 1, 'change')}`;
  const steps = levels.flatMap(({ from, median }, at) => [
    { x: from, y: median },
    { x: levels[at + 1]?.from ?? runs.length - 1, y: median },
  ]);
  return html`<figure>
    <figcaption>
      <b>${figure}</b><br />${experiment} · last ${last ? format(last.value) : 'none'}
      ${levels.length > 1 && html`<span class="changed">· ${counted(levels.length - 1, 'change')}</span>`}
    </figcaption>
    <div class="wide narrow">
      ${draw(label, {
        width: WIDTH_PX,
        height: 110,
        marginLeft: 92,
        marginTop: 8,
        marginBottom: 22,
        x: { domain: [-0.5, runs.length - 0.5], ticks: [], label: 'runs, the oldest first' },
        y: { zero: true, ticks: 3, tickFormat: format, label: null, grid: true },
        marks: [
          ruleY([0]),
          ruleX(levels.slice(1), {
            x: 'from',
            stroke: 'var(--band)',
            strokeWidth: 2,
            strokeDasharray: '4 3',
          }),
          line(steps, { x: 'x', y: 'y', stroke: 'var(--line-a)', strokeWidth: 1.5 }),
          dot(points, {
            x: 'run',
            y: 'value',
            r: 2.5,
            stroke: 'currentColor',
            fill: ({ doubt }: { doubt?: string }) => (doubt === undefined ? 'currentColor' : 'none'),
          }),
        ],
      })}
    </div>
    ${readingsData({
      along: 'x',
      columns: ['', ''],
      rows: points.map(({ run, value, doubt }): Readings['rows'][number] => [
        run,
        runs[run]?.name ?? '',
        doubt === undefined ? format(value) : `${format(value)}, not to be trusted: ${doubt}`,
      ]),
    })}
  </figure>`;
}
