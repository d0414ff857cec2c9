import Table from 'cli-table3';
import { isJudged, type Kind, type ProofRun } from './kept.ts';

/** A row for each kind of run: how many there were, and what was found in them. */
export function tableOf(kinds: readonly Kind[], runs: readonly ProofRun[], wanted: number): string {
  const head = ['store', 'instances', 'runs', 'pass', 'with anomalies', 'unknown', 'operations'];
  const table = new Table({ head, style: { head: [], border: [] } });
  const row = (names: readonly (string | number)[], of: readonly ProofRun[], all: number) => {
    const count = (is: (run: ProofRun) => boolean) => of.filter(is).length;
    table.push([
      ...names,
      `${count(isJudged)} of ${all}`,
      count(({ verdict }) => verdict === 'pass'),
      count(({ anomalies }) => Object.keys(anomalies).length > 0),
      count(({ verdict }) => verdict === 'unknown'),
      of.reduce((sum, { operations }) => sum + operations, 0),
    ]);
  };
  const ofKind = (kind: Kind) =>
    runs.filter(({ store, instances }) => store === kind.store && instances === kind.instances);
  for (const kind of kinds) row([kind.store, kind.instances], ofKind(kind), wanted);
  row(['all', ''], kinds.flatMap(ofKind), kinds.length * wanted);
  return table.toString();
}
