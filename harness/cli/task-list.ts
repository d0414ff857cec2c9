import {
  Listr,
  ListrLogger,
  ProcessOutput,
  type ListrDefaultRendererLogLevels,
  type ListrLogLevels,
} from 'listr2';

/** A line of the list, and what is done while it is the current one. */
export interface ListedTask {
  title: string;
  /** What it sets as title and output is shown. */
  work: (shown: { title: string; output: string }) => Promise<void>;
}

/** Does the tasks one after the other and shows them on stderr: live on a terminal, a line an event elsewhere. Rejects with the first failure. */
export async function runListed(tasks: readonly ListedTask[]): Promise<void> {
  // listr2 writes to stdout, which is for results; its output is given stderr for both.
  const processOutput = new ProcessOutput(process.stderr, process.stderr);
  const list = new Listr(
    tasks.map(({ title, work }) => ({
      title,
      task: (_context: unknown, shown: { title: string; output: string }) => work(shown),
    })),
    {
      concurrent: false,
      exitOnError: true,
      registerSignalListeners: false,
      fallbackRenderer: 'simple',
      forceTTY: process.stderr.isTTY,
      rendererOptions: {
        logger: new ListrLogger<ListrDefaultRendererLogLevels>({ processOutput }),
        collapseSubtasks: false,
      },
      fallbackRendererOptions: { logger: new ListrLogger<ListrLogLevels>({ processOutput }) },
    },
  );
  await list.run();
}
