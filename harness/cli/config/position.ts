import { stripTypeScriptTypes } from 'node:module';
import { extname } from 'node:path';
import { parse, parseExpressionAt, type Expression, type Node, type Program } from 'acorn';
import { quietly } from './quietly.ts';

const OPTIONS = { ecmaVersion: 'latest', sourceType: 'module', locations: true } as const;

/**
 * Where a field of the default export stands in the text of a config, as `line:column`, both from 1. Where it is not
 * written out (spread from elsewhere, computed), where the nearest one is that is; undefined where none is found.
 */
export function positionOf(text: string, file: string, path: readonly string[]): string | undefined {
  try {
    const found = findField(text, file, path);
    return found?.loc ? `${found.loc.start.line}:${found.loc.start.column + 1}` : undefined;
  } catch {
    // It was loaded, by rules of which this parser does not know all. The message goes without the place.
    return undefined;
  }
}

/** `:line:column` of what cannot be read in the text of a config in JSON; empty where this parser, which takes more, minds nothing. */
export function syntaxErrorIn(text: string): string {
  try {
    parseExpressionAt(text, 0, OPTIONS);
    return '';
  } catch (error) {
    const { loc } = error as { loc?: { line: number; column: number } };
    return loc === undefined ? '' : `:${loc.line}:${loc.column + 1}`;
  }
}

function findField(text: string, file: string, path: readonly string[]): Node | undefined {
  if (extname(file) === '.json') return fieldAt(parseExpressionAt(text, 0, OPTIONS), path, () => undefined);
  // Types become spaces: what is left stands where it stood.
  const code = /\.[mc]?ts$/.test(file) ? quietly(() => stripTypeScriptTypes(text)) : text;
  const program = parse(code, OPTIONS);
  const exported = program.body.find((node) => node.type === 'ExportDefaultDeclaration')?.declaration;
  return exported && fieldAt(exported, path, (name) => constant(program, name));
}

/** The field itself, not what it is set to: the name is what is mistyped, and what it is set to stands beside it. */
function fieldAt(root: Node, path: readonly string[], valueOf: (name: string) => Node | undefined): Node {
  let found = root;
  let at: Node | undefined = root;
  for (const name of path) {
    at = at && unwrapped(at as Expression, valueOf);
    const properties: readonly Node[] = at?.type === 'ObjectExpression' ? (at as ObjectNode).properties : [];
    // Of a name that is given twice the last one counts.
    const property = properties.findLast((each): each is PropertyNode => nameOf(each) === name);
    if (property === undefined) return found;
    found = property.key;
    at = property.value;
  }
  return found;
}

type ObjectNode = Extract<Expression, { type: 'ObjectExpression' }>;
type PropertyNode = Extract<ObjectNode['properties'][number], { type: 'Property' }>;

/** What `defineConfig(...)` is given, and what a constant is. */
function unwrapped(node: Expression, valueOf: (name: string) => Node | undefined): Node | undefined {
  if (node.type === 'CallExpression') return node.arguments[0];
  return node.type === 'Identifier' ? valueOf(node.name) : node;
}

function constant(program: Program, name: string): Node | undefined {
  for (const node of program.body) {
    if (node.type !== 'VariableDeclaration') continue;
    const found = node.declarations.find(({ id }) => id.type === 'Identifier' && id.name === name);
    if (found?.init) return found.init;
  }
  return undefined;
}

function nameOf(node: Node): string | undefined {
  if (node.type !== 'Property') return undefined;
  const { key, computed } = node as PropertyNode;
  if (key.type === 'Identifier' && !computed) return key.name;
  return key.type === 'Literal' ? String(key.value) : undefined;
}
