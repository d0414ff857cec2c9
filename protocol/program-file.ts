import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The path of a module that is run by itself or loaded by name, next to the module with the address `from` (its
 * `import.meta.url`): TypeScript in the repository, JavaScript in the package that is built from it. `name` is relative
 * and has no extension.
 */
export function programFile(name: string, from: string): string {
  return fileURLToPath(new URL(`${name}${extname(new URL(from).pathname)}`, from));
}
