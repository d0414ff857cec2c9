/**
 * Loaded before the app (`--import`): has the app's own files import the packages that HOLDFAST_PACKAGES names from the
 * folder of HOLDFAST_PACKAGES_FOLDER, and not those that are installed beside it.
 */
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const APP = new URL('.', import.meta.url).href;
const names = (process.env['HOLDFAST_PACKAGES'] ?? '').split(',');
const folder = process.env['HOLDFAST_PACKAGES_FOLDER'] ?? '';
const parentURL = pathToFileURL(join(folder, 'package.json')).href;

registerHooks({
  resolve: (specifier, context, next) =>
    names.includes(specifier) && context.parentURL?.startsWith(APP) === true
      ? next(specifier, { ...context, parentURL })
      : next(specifier, context),
});
