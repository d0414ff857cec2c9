import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/**
 * A module of Holdfast for a program of somebody else's, which runs on whatever Node that has. In the package it is
 * JavaScript. In the repository it is TypeScript: an old Node says in one sentence which one that takes, instead of
 * where it met the first type.
 */
export function ofTypeScript(path, name) {
  const built = new URL(`../dist/app/${path.replace(/ts$/, 'js')}`, import.meta.url);
  if (!existsSync(new URL(path, import.meta.url)) && existsSync(built)) return require(fileURLToPath(built));
  try {
    return require(path);
  } catch (error) {
    if (process.features.typescript) throw error;
    const needed = new Error(
      `${name} is TypeScript, which Node runs from 22.18 on, and this is Node ${process.versions.node}: use Node 24, or start your program by node bin/holdfast.mjs --script FILE of Holdfast's folder, which brings it`,
    );
    // Where in this file it was found out helps nobody.
    needed.stack = `Error: ${needed.message}`;
    throw needed;
  }
}
