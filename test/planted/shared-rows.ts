import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Row, Rows } from './correct-store.ts';

/**
 * Rows in files, one a session: they outlive the process, and all instances of one subject see the same ones. A row
 * is written beside its place and then moved there, so that no reader sees half of one.
 */
export class SharedRows implements Rows {
  readonly #folder = folderOfSubject();
  #written = 0;

  get(sid: string): Row | undefined {
    try {
      return JSON.parse(readFileSync(this.#fileOf(sid), 'utf8')) as Row;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  set(sid: string, row: Row): void {
    const beside = join(this.#folder, `.${process.pid}-${++this.#written}`);
    writeFileSync(beside, JSON.stringify(row));
    renameSync(beside, this.#fileOf(sid));
  }

  delete(sid: string): void {
    rmSync(this.#fileOf(sid), { force: true });
  }

  get isEmpty(): boolean {
    return readdirSync(this.#folder).length === 0;
  }

  clear(): void {
    for (const name of readdirSync(this.#folder)) rmSync(join(this.#folder, name), { force: true });
  }

  #fileOf(sid: string): string {
    return join(this.#folder, Buffer.from(sid).toString('base64url'));
  }
}

/** The control token is what all instances of one subject have in common, in all their lives, and nobody else. */
function folderOfSubject(): string {
  const parent = process.env['HOLDFAST_PLANTED_FOLDER'] ?? join(tmpdir(), 'holdfast-planted');
  const token = process.env['HOLDFAST_CONTROL_TOKEN'] ?? String(process.pid);
  const folder = join(parent, createHash('sha256').update(token).digest('hex').slice(0, 16));
  mkdirSync(folder, { recursive: true });
  return folder;
}
