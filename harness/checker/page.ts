import { DEFINITIONS } from './catalogue.ts';
import type { Definition, Example } from './definition.ts';

/** `<!-- kinds under Values -->`, what is made, `<!-- end -->`. */
const PLACE = /(<!-- (all kinds|names of kinds|kinds under ([^>]+)) -->)[\s\S]*?(<!-- end -->)/g;

/** Puts what is known of each kind of anomaly into a page, in the places that it has for that. */
export const fillIn = (page: string): string =>
  page.replaceAll(PLACE, (_, start: string, what: string, under: string | undefined, end: string) => {
    if (what === 'names of kinds') return `${start}\n\n${names()}\n\n${end}`;
    if (under === undefined) return `${start}\n\n${overview()}\n\n${end}`;
    const sections = DEFINITIONS.filter((definition) => definition.under === under).map(sectionOf);
    return `${start}\n\n${sections.join('\n\n')}\n\n${end}`;
  });

const names = () => `Kinds: ${DEFINITIONS.map(({ kind }) => `\`${kind}\``).join(', ')}.`;

const overview = () =>
  [
    '| kind | means |',
    '| --- | --- |',
    ...DEFINITIONS.map(({ kind, meaning }) => `| [${kind}](#${kind}) | ${meaning} |`),
  ].join('\n');

const sectionOf = ({ kind, meaning, definition, ...more }: Definition): string =>
  [
    `### ${kind}`,
    `> ${meaning}`,
    ...definition.map((passage) => (typeof passage === 'string' ? outdented(passage) : exampleOf(passage))),
    remarksOf(more),
  ].join('\n\n');

const exampleOf = ({ comesTo, history }: Example) =>
  ['```history ' + comesTo, outdented(history), '```'].join('\n');

function remarksOf({
  inPractice,
  neighbours,
  whatToDo,
  terms,
}: Pick<Definition, 'inPractice' | 'neighbours' | 'whatToDo' | 'terms'>): string {
  const remarks = [
    ['In practice', inPractice],
    ['Neighbours', neighbours],
    ['What to do', whatToDo],
    ['Terms', terms],
  ];
  return remarks
    .flatMap(([title, text]) =>
      text === undefined ? [] : `- _${title}_: ${text.trim().replaceAll(/\s+/g, ' ')}`,
    )
    .join('\n');
}

/** Without what it is indented by in its source. */
function outdented(text: string): string {
  const lines = text.replaceAll(/^\s*\n|\s+$/g, '').split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const least = Math.min(...indents);
  return lines.map((line) => line.slice(least)).join('\n');
}
