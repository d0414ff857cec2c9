import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { SearchOptions } from '../provision.ts';

/**
 * A machine of its own for one test: an empty cache, and a PATH on which there is nothing but what the test puts
 * there (and tar with gzip, which stand on every machine).
 */
export class Sandbox implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'holdfast-provision-'));
  readonly bin = join(this.root, 'bin');
  readonly cacheDir = join(this.root, 'cache');
  readonly lines: string[] = [];
  readonly env: NodeJS.ProcessEnv = { PATH: this.bin };

  constructor() {
    mkdirSync(this.bin);
    for (const program of ['tar', 'gzip', 'mkdir', 'cp', 'cat', 'sleep', 'chmod', 'dirname']) {
      symlinkSync(
        execFileSync('/bin/sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim(),
        join(this.bin, program),
      );
    }
  }

  /** A shell script on PATH, or in another folder of the sandbox, which is then put behind it. */
  script(name: string, content: string, folder = 'bin'): string {
    const path = join(this.root, folder, name);
    mkdirSync(join(this.root, folder), { recursive: true });
    writeFileSync(path, `#!/bin/sh\n${content}\n`);
    chmodSync(path, 0o755);
    if (folder !== 'bin') this.env['PATH'] += `${delimiter}${join(this.root, folder)}`;
    return path;
  }

  options(signal = AbortSignal.timeout(30_000)): SearchOptions {
    return { signal, cacheDir: this.cacheDir, env: this.env, report: (line) => this.lines.push(line) };
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** What a k6 of that version answers. */
export const k6Script = (version: string) => `echo 'k6 v${version} (go1.26.8, linux/amd64)'`;
