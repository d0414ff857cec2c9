import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { missingPackage } from './missing-package.mjs';

const require = createRequire(import.meta.url);

/**
 * A module of Holdfast for a program of somebody else's, which runs on whatever Node that has. In the package it is
 * JavaScript. In the repository it is TypeScript: an old Node says in one sentence which one that takes, instead of
 * where it met the first type. So does an app that has not the package which the module is for.
 */
export function ofTypeScript(path, name) {
  const built = new URL(`../dist/app/${path.replace(/ts$/, 'js')}`, import.meta.url);
  const isBuilt = !existsSync(new URL(path, import.meta.url)) && existsSync(built);
  try {
    return require(isBuilt ? fileURLToPath(built) : path);
  } catch (error) {
    const missing = missingPackage(error, name);
    if (missing !== undefined) throw told(missing, error.code);
    if (isBuilt || process.features.typescript) throw error;
    throw told(
      `${name} is TypeScript, which Node runs from 22.18 on, and this is Node ${process.versions.node}: use Node 24, or start your program by node bin/holdfast.mjs --script FILE of Holdfast's folder, which brings it`,
    );
  }
}

/** Where in this file it was found out helps nobody. */
function told(message, code) {
  const error = new Error(message);
  error.stack = `Error: ${message}`;
  // Programs go by it; people need not read it.
  return Object.defineProperty(error, 'code', { value: code, enumerable: false });
}
