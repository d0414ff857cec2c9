/** Where the probe of each kind of app is. */
const PROBES = {
  'holdfast/probe': 'Express',
  'holdfast/probe/fastify': 'Fastify',
  'holdfast/probe/hono': 'Hono',
  'holdfast/probe/koa': 'Koa',
  'holdfast/probe/node': 'Node’s http, or sessions that the app opens by itself',
};

/**
 * What to do about `error`, which came of loading the entry `name`, where a package was not found; undefined for any
 * other. An app's framework is the app's own, and Holdfast brings none.
 */
export function missingPackage(error, name) {
  if (!/^(ERR_)?MODULE_NOT_FOUND$/.test(error?.code)) return undefined;
  const [, missing] =
    /^Cannot find (?:package|module) '((?:@[^/']+\/)?[^./'][^/']*)/.exec(error.message) ?? [];
  if (missing === undefined) return undefined;
  const { [name]: own, ...others } = PROBES;
  const seen = `${name}${own ? `, the probe for ${own},` : ''} needs the package ${missing}, which is not installed`;
  if (!own) return `${seen}\n  Try: npm install ${missing}`;
  const elsewhere = Object.entries(others).map(([entry, app]) => `    ${entry.padEnd(24)}${app}\n`);
  return `${seen}\n  Try: npm install ${missing}; or, for an app of another kind, import its probe from\n${elsewhere.join('').trimEnd()}`;
}
