import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Every app loads it, and every installation lays it anew. */
const ANY = 'express-session';

/**
 * Remembers which npm packages are installed now. The function that it returns says whether they still are: an app that
 * is started after others were laid in their place, or while they were missing, is not the one that the plan names.
 */
export function rememberPackages(url = import.meta.resolve(ANY)): () => boolean {
  const file = fileURLToPath(url);
  const before = identityOf(file);
  return () => identityOf(file) === before;
}

/** The same file has the same place on the disk since the same moment; npm gives its files the times that they were packed with. */
function identityOf(file: string): string | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  return found && `${found.dev} ${found.ino} ${found.birthtimeMs}`;
}
