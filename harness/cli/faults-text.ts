import Table from 'cli-table3';
import { usualOf, type FaultParameters } from '../model/faults/parameters.ts';
import {
  FAULT_KINDS,
  FAULTS,
  isOfWire,
  takesOwnDisk,
  NEEDS,
  NEEDS_CHAOS_MESH,
  NEEDS_REPLICAS,
  NEEDS_WIRE,
  type FaultKind,
  type FaultTraits,
} from '../model/faults.ts';
import { inUnit, written } from '../plan/fault-parameters.ts';

/** All that there is to know of a fault before it is chosen. */
export interface DescribedFault {
  fault: FaultKind;
  does: string;
  on: string;
  needs: string;
  /** As it is written with everything as usual. */
  written: string;
  parameters: string[];
  lasts: string;
  shownBy: string;
}

const ON = { app: 'an instance', server: 'the server', wire: 'the wire of an instance' } as const;

/** Every fault, from what a plan knows of it. */
export const describedFaults = (): DescribedFault[] =>
  FAULT_KINDS.map((fault) => {
    const traits: FaultTraits = FAULTS[fault];
    const { site, usualMs, summary, shownBy, parameters, servers, hitsAll } = traits;
    return {
      fault,
      does: summary,
      on: hitsAll ? 'every instance' : ON[site],
      needs: needsOf(fault, traits),
      written: written(fault),
      parameters: parametersIn(parameters),
      lasts: usualMs > 0 ? `${usualMs / 1000} s unless said` : servers === undefined ? STARTED : ASKED,
      shownBy,
    };
  });

function needsOf(
  fault: FaultKind,
  {
    site,
    servers,
    undoesFilesOf,
    undoesFilesOfStore,
    needsReplicas,
    leastInstances,
    onProcesses,
    pods,
    chaosMesh,
  }: FaultTraits,
): string {
  if (pods === 'only')
    return 'pods in a cluster: of Holdfast (--platform kubernetes) or of an app of your own (--kubernetes-app)';
  if (chaosMesh !== undefined)
    return site === 'app' ? NEEDS_CHAOS_MESH : `a store with a server, as ${NEEDS_CHAOS_MESH}`;
  if (needsReplicas) return NEEDS_REPLICAS;
  if (servers !== undefined) {
    const where = takesOwnDisk(fault) ? '' : ', or as a pod whose address this machine reaches';
    return `${servers.join(', ')}, as a process of this machine${where}`;
  }
  if (undoesFilesOf !== undefined)
    return `${undoesFilesOf.join(', ')} or a server of your own, as processes of this machine; ${MOUNTING}`;
  if (undoesFilesOfStore)
    return `a store that keeps files by itself, such as sqlite, in processes of this machine; ${MOUNTING}`;
  const base = site === 'app' && isOfWire(fault) ? NEEDS_WIRE : NEEDS[site];
  const more = [
    leastInstances !== undefined && `${leastInstances} instances`,
    onProcesses && 'processes of this machine',
  ].filter((words) => typeof words === 'string');
  return [base, ...more].join(', ');
}

const MOUNTING = 'Linux, and the right to mount (FUSE)';

const STARTED = 'until it is started again, at once unless said';
const ASKED = 'a moment unless said, and then again and again';

function parametersIn({ numbers, choice, direction }: FaultParameters): string[] {
  const lines = numbers.map(
    ({ name, unit, usual, least, most, jitterKey, means }) =>
      `${name}${jitterKey === undefined ? '' : '±jitter'}: ${means}; ${inUnit(least, unit)} to ${inUnit(most, unit)}, ${inUnit(usual, unit)} unless said`,
  );
  if (choice)
    lines.push(
      `${choice.name}: ${Object.entries(choice.values)
        .map(([value, means]) => `${value} (${means})`)
        .join(' or ')}; ${usualOf(choice)} unless said`,
    );
  return direction === undefined
    ? lines
    : [
        ...lines,
        `direction: upstream (what the app sends), downstream (what it is answered) or both; ${direction} unless said`,
      ];
}

/** The table of docs/EXPERIMENTS.md. */
export function faultsMarkdown(): string {
  const rows = describedFaults().map(
    ({ written: form, does, parameters, shownBy }) =>
      `| \`${form.replace(/@5s$/, '')}\` | ${[does, ...parameters].join('. ')} | ${shownBy} |`,
  );
  return ['| fault | what breaks | what shows it |', '| --- | --- | --- |', ...rows].join('\n');
}

const WIDTHS = [17, 81];

/** The catalogue as a terminal shows it. */
export function faultsText(): string {
  const table = new Table({
    colWidths: WIDTHS,
    wordWrap: true,
    style: { head: [], border: [] },
    head: ['fault', 'what it is'],
  });
  for (const { fault, does, on, needs, lasts, parameters, shownBy, written: form } of describedFaults()) {
    const lines = [`on: ${on}`, `needs: ${needs}`, `lasts: ${lasts}`, ...parameters, `shown by: ${shownBy}`];
    table.push([fault, [does, ...lines, `such as: --faults '${form}'`].join('\n')]);
  }
  return table.toString().replaceAll(/ +$/gm, '');
}
