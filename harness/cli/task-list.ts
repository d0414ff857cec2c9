import { clearScreenDown, cursorTo, moveCursor } from 'node:readline';
import { stripVTControlCharacters, styleText } from 'node:util';

/** A line of the list, and what is done while it is the current one. */
export interface ListedTask {
  title: string;
  /** What it sets as title and output is shown. Resolves to whether it came to its end; one that did not gets no tick. */
  work: (shown: { title: string; output: string }) => Promise<boolean>;
}

/**
 * Does the tasks one after the other and shows them on `stream`: on a terminal the current one is redrawn in place, and
 * elsewhere there is a line an event. Rejects with the first failure.
 */
export async function runListed(
  tasks: readonly ListedTask[],
  stream: NodeJS.WriteStream = process.stderr,
): Promise<void> {
  for (const { title, work } of tasks) {
    const shown = new Shown(title, stream);
    try {
      if (await work(shown)) shown.end('green', '✔');
      else shown.end('yellow', '?');
    } catch (error) {
      shown.end('red', '✖');
      throw error;
    }
  }
}

const INDENT = '  ';

/** A title and a line below it. */
class Shown {
  readonly #stream: NodeJS.WriteStream;
  #title: string;
  #output = '';
  #hasLines = false;

  constructor(title: string, stream: NodeJS.WriteStream) {
    this.#title = title;
    this.#stream = stream;
    if (stream.isTTY) this.#draw();
    else stream.write(`${mark('yellow', '❯', stream)} ${title}\n`);
  }

  get title(): string {
    return this.#title;
  }

  set title(title: string) {
    this.#title = title;
    if (this.#stream.isTTY) this.#draw();
  }

  get output(): string {
    return this.#output;
  }

  set output(output: string) {
    this.#output = output;
    if (this.#stream.isTTY) this.#draw();
    else this.#stream.write(`${INDENT}› ${output}\n`);
  }

  end(colour: 'green' | 'red' | 'yellow', sign: string): void {
    if (this.#stream.isTTY) this.#clear();
    this.#stream.write(`${mark(colour, sign, this.#stream)} ${this.#title}\n`);
  }

  #draw(): void {
    if (this.#hasLines) this.#clear();
    const width = this.#stream.columns || 80;
    // A line that is wrapped would be cleared by half.
    const lines = [`${mark('yellow', '❯', this.#stream)} ${this.#title}`, `${INDENT}› ${this.#output}`];
    this.#stream.write(
      `${lines.map((line) => (lengthOf(line) < width ? line : stripVTControlCharacters(line).slice(0, width - 1))).join('\n')}\n`,
    );
    this.#hasLines = true;
  }

  #clear(): void {
    moveCursor(this.#stream, 0, -2);
    cursorTo(this.#stream, 0);
    clearScreenDown(this.#stream);
  }
}

const lengthOf = (line: string) => stripVTControlCharacters(line).length;
const mark = (colour: 'green' | 'red' | 'yellow', sign: string, stream: NodeJS.WriteStream) =>
  styleText(colour, sign, { stream });
