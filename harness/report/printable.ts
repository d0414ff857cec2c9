/**
 * Characters that draw nothing and act on what is around them: they move the cursor, change colours, end a line, or
 * turn the order of letters round. The joiners of emoji and of some scripts stay.
 */
const ACTING = String.raw`(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]`;
const EVERY = new RegExp(ACTING, 'gu');
const BUT_LINES = new RegExp(String.raw`(?![\t\n])${ACTING}`, 'gu');
const COLOUR = String.raw`\u001b\[[\d;]*m`;
const BUT_COLOURS = new RegExp(String.raw`${COLOUR}|(?![\t\n])${ACTING}`, 'gu');

/** Text from a file, a server or a user as it can be shown anywhere: on one line, with U+FFFD for what acts. */
export const printable = (text: string): string => text.toWellFormed().replaceAll(EVERY, '\ufffd');

/** The same for text of several lines. */
export const printableLines = (text: string): string => text.toWellFormed().replaceAll(BUT_LINES, '\ufffd');

/** The last net under a whole output, in which colours are our own. */
export const printableColoured = (text: string): string =>
  text.toWellFormed().replaceAll(BUT_COLOURS, (found) => (found.length > 2 ? found : '\ufffd'));

/** JSON for machines that does not act on a terminal either: it says the same with escapes of its own. */
export const printableJson = (value: unknown, replacer?: (key: string, value: unknown) => unknown): string =>
  JSON.stringify(value, replacer, 2).replaceAll(BUT_LINES, (found) =>
    Array.from(
      { length: found.length },
      (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
