import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { compileFunction } from 'node:vm';

/** What V8 says of the syntax of an ES module in CommonJS: Node goes by the same where a package.json has no `type`. */
const OF_MODULES: ReadonlySet<unknown> = new Set([
  'Cannot use import statement outside a module',
  "Unexpected token 'export'",
  "Cannot use 'import.meta' outside a module",
]);

/**
 * From here until it is disposed of, a file of the user's own that is written as an ES module is loaded as one, also where
 * its package.json says `"type": "commonjs"`, as `npm init` writes it: TypeScript's users write `import` there, too.
 * CommonJS stays what it is, and so does whatever is in node_modules.
 */
export function takeEsModules(): Disposable {
  const hooks = registerHooks({
    load: (url, context, next) => {
      const { format } = context;
      const isOwn = url.startsWith('file:') && !url.includes('/node_modules/');
      if (!isOwn || (format !== 'commonjs' && format !== 'commonjs-typescript')) return next(url, context);
      if (!isEsModule(readFileSync(new URL(url), 'utf8'), format)) return next(url, context);
      return next(url, { ...context, format: format.replace('commonjs', 'module') });
    },
  });
  return { [Symbol.dispose]: () => hooks.deregister() };
}

function isEsModule(text: string, format: 'commonjs' | 'commonjs-typescript'): boolean {
  try {
    compileFunction(format === 'commonjs' ? text : stripTypeScriptTypes(text));
    return false;
  } catch (error) {
    return error instanceof SyntaxError && OF_MODULES.has(error.message);
  }
}
