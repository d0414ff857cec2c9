import { printableLines } from '../printable.ts';

/**
 * Markup that is already safe. Only the `html` tag makes it, so a plain string can never reach the page
 * unescaped by mistake.
 */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
  toString(): string {
    return this.markup;
  }
}

type Part = Html | string | number | false | null | undefined | readonly Part[];

/** Tag for templates: what is put in is escaped for text and for quoted attributes, unless it is Html. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.reduce((markup, text, index) => markup + render(parts[index - 1]) + text));
}

function render(part: Part): string {
  if (part instanceof Html) return part.markup;
  if (Array.isArray(part)) return part.map(render).join('');
  return part === false || part === null || part === undefined ? '' : escape(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// Control characters are not allowed in HTML at all: a reader sees that something stood there.
const escape = (text: string) =>
  printableLines(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
