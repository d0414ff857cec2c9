/**
 * Leaves in package.json the packages that are named, at the versions that it has: `npm install` then brings them as
 * package-lock.json locks them, and nothing else. Fails for a name that is not there.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const { name, type, dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const known = { ...dependencies, ...devDependencies };
const kept = process.argv.slice(2).map((wanted) => {
  if (known[wanted] === undefined) throw new Error(`package.json has no ${wanted}`);
  return [wanted, known[wanted]];
});
writeFileSync('package.json', JSON.stringify({ name, type, dependencies: Object.fromEntries(kept) }));
