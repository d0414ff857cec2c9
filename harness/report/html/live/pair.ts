/// <reference lib="dom" />

/** The figures of many runs, of which a table shows two. */
export interface Pairs {
  runs: readonly string[];
  /** Of each row of the table, the figure of each run. */
  rows: readonly (readonly string[])[];
}

/** Lets one choose which two runs stand beside each other: the third and fourth column of the table in `holder`. */
export function choosable(holder: Element): void {
  const data = holder.querySelector('script[type="application/json"]');
  const table = holder.querySelector('table');
  if (data === null || table === null) return;
  const { runs, rows } = JSON.parse(data.textContent) as Pairs;
  for (const column of [2, 3]) {
    const head = table.tHead?.rows[0]?.cells[column];
    if (head === undefined) continue;
    const choice = document.createElement('select');
    choice.setAttribute('aria-label', column === 2 ? 'Run to compare with' : 'Run to compare');
    choice.append(
      ...runs.map((name, at) => new Option(name, String(at), false, name === head.textContent.trim())),
    );
    head.replaceChildren(choice);
    choice.addEventListener('change', () => {
      for (const [at, row] of [...(table.tBodies[0]?.rows ?? [])].entries()) {
        const cell = row.cells[column];
        if (cell !== undefined) cell.textContent = rows[at]?.[Number(choice.value)] ?? '';
      }
    });
  }
}
