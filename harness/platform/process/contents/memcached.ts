import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { ReadContents } from './contents.ts';

const LIMIT_MS = 5000;

/** By memcached's own text protocol: no client lists keys. */
export const contentsOfMemcached: ReadContents = async (url) => {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.setTimeout(LIMIT_MS, () => socket.destroy(new Error(`memcached was silent for ${LIMIT_MS} ms`)));
  const { promise: broken, reject } = Promise.withResolvers<never>();
  broken.catch(() => {});
  socket.on('error', reject);
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const ask = async (command: string): Promise<string[]> => {
    socket.write(`${command}\r\n`);
    const answer: string[] = [];
    for (;;) {
      const { value, done } = await Promise.race([lines.next(), broken]);
      if (done === true || value === 'END') return answer;
      answer.push(value);
    }
  };
  try {
    const keys = (await ask('lru_crawler metadump all')).flatMap(
      (line) => /^key=(\S+)/.exec(line)?.[1] ?? [],
    );
    const texts: string[] = [];
    for (const key of keys) texts.push((await ask(`get ${decodeURIComponent(key)}`)).slice(1).join('\n'));
    return texts;
  } finally {
    socket.destroy();
  }
};
