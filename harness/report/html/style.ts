/** The page's style sheet. Every colour is a variable, so that charts and text follow light and dark alike. */
export const STYLE = /* css */ `
:root {
  --paper: #ffffff; --ink: #1b1f24; --muted: #59636e; --rule: #d5dae0; --card: #f5f7f9;
  --ok: #1d6b86; --ok-fill: #a9d2de; --absent: #8f5300; --failed: #b3261e; --loss: #b3261e;
  --band: #7566c4; --band-fill: #7566c438; --band-text: #4d3fa0;
  --line-a: #0b5cad; --line-a-fill: #0b5cad33; --line-b: #1d7f5c; --line-c: #97540a;
  --pass: #12683a; --fail: #b3261e; --unknown: #7a5200;
  color-scheme: light dark;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --ink: #e8ebef; --muted: #a7b0bb; --rule: #363d46; --card: #1c2127;
    --ok: #74c7e0; --ok-fill: #235667; --absent: #f2b661; --failed: #ff9088; --loss: #ff9088;
    --band: #a79cf0; --band-fill: #a79cf044; --band-text: #c8c1ff;
    --line-a: #82baff; --line-a-fill: #82baff44; --line-b: #70d6b0; --line-c: #efb667;
    --pass: #75d396; --fail: #ff9088; --unknown: #f2c55f;
  }
}
@media print {
  :root {
    --paper: #ffffff; --ink: #000000; --muted: #444444; --rule: #bbbbbb; --card: #ffffff;
    --ok: #1d6b86; --ok-fill: #a9d2de; --absent: #8f5300; --failed: #b3261e; --loss: #b3261e;
    --band: #7566c4; --band-fill: #7566c438; --band-text: #4d3fa0;
    --line-a: #0b5cad; --line-a-fill: #0b5cad33; --line-b: #1d7f5c; --line-c: #97540a;
    --pass: #12683a; --fail: #b3261e; --unknown: #7a5200;
    color-scheme: light;
  }
  nav, .read, .cursor { display: none; }
  main { padding: 0; }
  figure, tr, details { break-inside: avoid; }
  .scroll { overflow: visible; }
  main .scroll table { width: 100%; font-size: 9.5px; }
  main .scroll th, main .scroll td, main .scroll .figure { white-space: normal; padding: 3px 6px 3px 0; font-size: 9px; }
  main .scroll td { overflow-wrap: anywhere; min-width: 0; }
  main .scroll th { font-size: 8.5px; }
  main .scroll small { font-size: 8px; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  .charts, .pictures { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1216px; margin: 0 auto; padding: 24px 32px 64px; overflow-wrap: break-word; }
h1 { font-size: 26px; line-height: 1.3; margin: 4px 0 12px; text-wrap: pretty; }
h2 { font-size: 24px; margin: 56px 0 8px; padding-top: 12px; border-top: 3px solid var(--ink); }
h3 { font-size: 19px; margin: 32px 0 4px; }
h4 { font-size: 17px; margin: 28px 0 4px; }
h5 { font-size: 15px; margin: 16px 0 2px; }
p { margin: 4px 0 8px; }
small { display: block; font-size: 12.5px; line-height: 1.4; color: var(--muted); }
a { color: var(--line-a); }
code, pre { font-family: ui-monospace, monospace; font-size: 13px; }
pre { background: var(--card); border: 1px solid var(--rule); padding: 10px 14px; overflow-x: auto; }
.run, .facts, .note, figcaption, .legend, caption { color: var(--muted); font-size: 13.5px; }
.run { margin: 0; }
.decision { font-size: 16px; margin-bottom: 16px; }
.patterns { position: absolute; }
.verdict { font-weight: 650; white-space: nowrap; font-size: 14px; padding: 1px 8px; border: 1.5px solid; border-radius: 10px; }
.verdict.pass { color: var(--pass); }
.verdict.fail { color: var(--fail); }
.verdict.unknown { color: var(--unknown); }
.tag { font-size: 13.5px; font-weight: 400; color: var(--muted); }
.facts { margin: 0 0 2px; }
.problems { margin: 8px 0; padding: 8px 14px 8px 30px; border-left: 4px solid var(--unknown); background: var(--card); }
p.problems { padding-left: 14px; font-size: 13.5px; }
.promises { margin: 4px 0 8px; padding-left: 20px; }
.promises small { display: inline; }
table { border-collapse: collapse; font-size: 14px; }
caption { text-align: left; padding: 4px 0; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: 5px 14px 5px 0; border-top: 1px solid var(--rule); }
thead th { color: var(--muted); font-weight: 600; font-size: 13px; border-top: 0; white-space: nowrap; }
tbody th { font-weight: 600; }
.scroll { overflow-x: auto; margin: 16px 0; overflow-wrap: normal; }
.scroll .figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.scroll td.words { min-width: 6em; }
.scroll tbody th { white-space: nowrap; }
.scroll small { max-width: 44em; }
.see { font-size: 12.5px; }
.claims td, .claims th { padding-top: 4px; padding-bottom: 4px; line-height: 1.4; }
.claims { width: 100%; margin-bottom: 20px; }
.claims caption { position: absolute; clip-path: inset(50%); height: 1px; overflow: hidden; }
.claims td:nth-child(2) { width: 38%; }
.claims td { overflow-wrap: anywhere; }
.claims .id { color: var(--muted); }
.see a { margin-right: 6px; white-space: nowrap; }
nav { margin-top: 24px; }
nav ul, .legend { list-style: none; padding: 0; margin: 4px 0; display: flex; flex-wrap: wrap; gap: 2px 18px; }
.legend li { display: flex; align-items: center; gap: 6px; }
figure { margin: 0; min-width: 0; }
.read { margin: 2px 0; min-height: 3.1em; font-size: 12.5px; line-height: 1.5; color: var(--muted); font-variant-numeric: tabular-nums; }
.legend button { font: inherit; color: inherit; background: none; border: 0; padding: 0; display: flex; align-items: center; gap: 6px; cursor: pointer; }
.legend button[aria-pressed='false'] { text-decoration: line-through; }
.legend button[aria-pressed='false'] svg { visibility: hidden; }
svg[data-left] { touch-action: pan-y; cursor: crosshair; user-select: none; }
.cursor { stroke: currentColor; stroke-dasharray: 3 2; pointer-events: none; }
figure svg { max-width: 100%; height: auto; display: block; overflow: visible; }
.pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); gap: 12px 28px; }
.pictures figure svg { max-width: 400px; width: 100%; }
.pictures .legend { grid-column: 1 / -1; }
.charts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 24px 32px; margin: 16px 0; }
.narrow:not(.wide) { display: none; }
details { border-left: 3px solid var(--rule); padding-left: 14px; margin: 10px 0; }
summary { cursor: pointer; font-weight: 600; font-size: 14px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 18px; }
dt { color: var(--muted); }
dd { margin: 0; }
@media (max-width: 1080px) { .charts { grid-template-columns: minmax(0, 600px); } }
@media (max-width: 620px) {
  main { padding: 16px 16px 48px; }
  h1 { font-size: 22px; }
  .wide:not(.narrow) { display: none; }
  .narrow:not(.wide) { display: block; }
  .claims thead { position: absolute; clip-path: inset(50%); }
  .claims, .claims tbody, .claims tr, .claims th, .claims td { display: block; width: auto; border: 0; padding: 1px 0; }
  .claims td:nth-child(2) { width: auto; }
  .claims tr { display: grid; grid-template-columns: 1fr auto; border-top: 1px solid var(--rule); padding: 8px 0; }
  .claims td { grid-column: 1 / -1; }
  .claims td:nth-child(4) { grid-row: 1; grid-column: 2; }
}
`;
