import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { Command } from 'commander';
import { execa } from 'execa';
import { EXIT, HoldfastError } from '../errors.ts';
import { typed } from '../explain.ts';
import { CATALOGUE, TOOL_NAMES } from '../provision/catalogue.ts';
import type { ProgramEntry } from '../../servers/lib/program.ts';
import { locate, ToolUnavailable, type Tool, type ToolName } from '../provision/provision.ts';
import { triedIn } from '../provision/tool-unavailable.ts';
import { storesOn } from '../stores/catalogue.ts';
import { print, printJson } from './output.ts';
import { interruption } from './interruption.ts';

/** One line of the examination. A tool that is missing has what was tried and what to try. */
interface Finding {
  tool: string;
  required: boolean;
  version: string | undefined;
  from: string | undefined;
  neededFor: string;
  tried?: string;
  next?: string | undefined;
}

/** Without these, `npm start` is not whole; the others are each for something of their own. */
const MAIN_JOB: ReadonlySet<ToolName> = new Set(['k6', 'redis-server', 'mongod']);

const COLUMN_WIDTHS = [17, 16, 41, 26];
const DOCKER_LIMIT_MS = 5_000;

/** `holdfast doctor`: what is here, from where, and what to do about the rest. Fetches nothing. */
export function doctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('Say which of the tools that Holdfast starts are here, and how to get the others')
    .option('--json', 'print the findings as JSON')
    .action(async (options: { json?: boolean }) => {
      const signal = interruption();
      const findings = await Promise.all([
        ...TOOL_NAMES.map((name) => examine(name, signal)),
        examineDockerCompose(signal),
      ]);
      findings.unshift(examineNode());
      signal.throwIfAborted();
      if (options.json) printJson({ tools: findings });
      else print(tableOf(findings));
      const complete = findings.every(({ required, version }) => !required || version !== undefined);
      process.exitCode = complete ? EXIT.pass : EXIT.unavailable;
    });
}

async function examine(name: ToolName, signal: AbortSignal): Promise<Finding> {
  const { neededFor = storesOn(name).join(', ') }: ProgramEntry = CATALOGUE[name];
  const finding = { tool: name, required: MAIN_JOB.has(name), neededFor };
  try {
    const tool = await locate(name, { signal, report: () => {} });
    return { ...finding, version: tool.version, from: originOf(tool) };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof HoldfastError)) throw error;
    const tried = error instanceof ToolUnavailable ? triedIn(error.tried) : error.message;
    return { ...finding, version: undefined, from: undefined, tried, next: error.next && typed(error.next) };
  }
}

const originOf = ({ source, detail }: Tool) => (source === 'cache' ? `cache: ${detail}` : detail);

function examineNode(): Finding {
  const fetched = process.execPath.includes('/tools/node24/');
  return {
    tool: 'node',
    required: true,
    version: process.versions.node,
    from: fetched ? 'fetched by the launcher' : process.execPath,
    neededFor: 'everything',
  };
}

async function examineDockerCompose(signal: AbortSignal): Promise<Finding> {
  const { failed, stdout } = await execa('docker', ['compose', 'version', '--short'], {
    cancelSignal: signal,
    reject: false,
    timeout: DOCKER_LIMIT_MS,
  });
  const found = !failed && stdout !== '';
  return {
    tool: 'docker compose',
    required: false,
    version: found ? stdout.trim() : undefined,
    from: found ? 'PATH' : undefined,
    neededFor: 'running in containers (optional)',
  };
}

function tableOf(findings: Finding[]): string {
  const none = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '', bottom: '', 'bottom-mid': '' };
  const more = { 'bottom-left': '', 'bottom-right': '', left: ' ', 'left-mid': '', mid: '', 'mid-mid': '' };
  const table = new Table({
    chars: { ...none, ...more, right: '', 'right-mid': '', middle: '' },
    style: { head: [], border: [] },
    colWidths: COLUMN_WIDTHS,
    wordWrap: true,
    head: ['tool', 'found', 'from', 'needed for'],
  });
  for (const { tool, required, version, from, neededFor, tried, next } of findings) {
    const found = version ?? (required ? styleText('red', 'none') : 'none');
    table.push([tool, found, from ?? '-', neededFor]);
    for (const [word, what] of [
      ['tried:', tried],
      ['try:', next],
    ] as const) {
      if (what !== undefined) table.push(['', { content: `${word.padEnd(7)}${what}`, colSpan: 3 }]);
    }
  }
  return table.toString().replaceAll(/ +$/gm, '');
}
