import { fstatSync, writeFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { explained, invocation } from '../explain.ts';
import { EXIT, type HoldfastError } from '../errors.ts';
import type { Formats } from '../report/format.ts';
import { printableColoured, printableJson, printableLines } from '../report/printable.ts';

/** Results, for a person. */
export const print = (text: string): void =>
  write(printableColoured(text.endsWith('\n') ? text : `${text}\n`));

/** Results, for a machine. */
export const printJson = (value: unknown, replacer?: (key: string, value: unknown) => unknown): void =>
  write(`${printableJson(value, replacer)}\n`);

/** A result in one of its formats: as JSON, or as a terminal shows it. */
export function printShown<Shown>(
  formats: Formats<Shown>,
  shown: Shown,
  { folder, json }: { folder: string; json?: boolean | undefined },
): void {
  if (json) write(`${formats.json(shown)}\n`);
  else print(formats.terminal(shown, { ...terminalOf(process.stdout), folder, invocation: invocation() }));
}

/** How wide a stream is and whether it has colours; NO_COLOR is respected by Node itself. */
export const terminalOf = (stream: NodeJS.WriteStream) => ({
  color: stream.isTTY && stream.hasColors(),
  columns: Math.min(100, stream.columns ?? 100),
});

/** One line of progress, on stderr: stdout is for results. */
export const say = (line: string): void => void process.stderr.write(`${printableLines(line)}\n`);

/** An error, with what to do about it. */
export function sayError(error: Pick<HoldfastError, 'message' | 'next'>): void {
  const name = styleText('red', 'holdfast:', { stream: process.stderr });
  process.stderr.write(`${name} ${printableLines(explained(error))}\n`);
}

function write(text: string): void {
  // Node's stream for a file takes a write that a full disk cut short for a whole one.
  if (!isFile(process.stdout.fd)) return void process.stdout.write(text);
  try {
    writeFileSync(process.stdout.fd, text);
  } catch (error) {
    onLost(error as NodeJS.ErrnoException);
  }
}

function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}

let lost = false;

function onLost(error: NodeJS.ErrnoException): void {
  // Whoever closes a pipe has seen enough.
  if (error.code === 'EPIPE' || lost) return;
  lost = true;
  sayError({
    message: `the results could not be written to stdout: ${error.message}`,
    next: 'free some space; nothing else is lost: a run has its files',
  });
}

/**
 * Keeps what happens to the output from deciding anything: progress that cannot be told is no reason to end, and
 * results that nobody got end with an exit code of their own.
 */
export function guardOutput(): void {
  process.stderr.on('error', () => {});
  process.stdout.on('error', onLost);
  process.on('exit', () => {
    if (lost) process.exitCode = EXIT.unwritten;
  });
}
