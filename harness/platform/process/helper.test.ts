import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../../test/holdfast.ts';
import { Child } from '../../process/child.ts';
import { startReaper } from '../../process/reaper.ts';
import { watchHelper } from './helper.ts';

for (const isOver of [false, true]) {
  test(`a helper that is killed ${isOver ? 'when all is over says nothing' : 'meanwhile is told of, with its log'}`, async () => {
    await using folder = await temporaryFolder();
    await using reaper = startReaper();
    const logFile = join(folder.path, 'helper.log');
    await using child = new Child({ name: 'helper', command: 'sleep', args: ['600'], logFile, reaper });
    const said: string[] = [];
    const watching = watchHelper(child, 'the proxy', (what) => said.push(what));
    if (isOver) watching[Symbol.dispose]();
    child.signal('SIGKILL');
    await child.exited;
    if (isOver) assert.deepEqual(said, []);
    else
      assert.match(said.join('\n'), /^the proxy ended by itself: it was ended by SIGKILL .*helper\.log\)$/);
  });
}
