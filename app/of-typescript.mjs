import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * A module of this repository for a program of somebody else's, which runs on whatever Node that has. All of them are
 * TypeScript: an old Node says in one sentence which one that takes, instead of where it met the first type.
 */
export function ofTypeScript(path, name) {
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
