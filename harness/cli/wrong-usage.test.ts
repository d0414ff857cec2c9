import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { after, test, type TestContext } from 'node:test';
import { EXIT } from '../errors.ts';
import { printableLines } from '../report/printable.ts';
import { report } from './defects.ts';
import { runProgram } from './program.ts';

// Each command listens for signals, and here they are of one process.
process.setMaxListeners(0);
const folder = await mkdtemp(join(tmpdir(), 'holdfast-usage-'));
after(() => rm(folder, { recursive: true, force: true }));
const text = join(folder, 'package.json');
await writeFile(text, '{\n "name": "x"\n}\n');
const controls = join(folder, 'controls.ndjson');
await writeFile(controls, '\u001b[2J\u202e evil\n');

/** Two parts of a run: nobody compared their clocks. */
const [partA, partB] = [join(folder, 'a.ndjson'), join(folder, 'b.ndjson')];
for (const [file, client] of [
  [partA, 'a'],
  [partB, 'b'],
] as const)
  await writeFile(
    file,
    `{"history":1}\n{"experiment":"e","epochMs":0}\n{"op":"read","session":"${client}","client":"${client}","outcome":"ok","due":1,"start":1,"end":2}\n{"end":"e","at":9}\n`,
  );

/** What a command line is told, and the exit code, without anything being started. */
async function told(t: TestContext, words: readonly string[]): Promise<{ code: unknown; said: string }> {
  const before = process.exitCode;
  const write = t.mock.method(process.stderr, 'write', () => true);
  const said = () =>
    write.mock.calls
      .map((call) => call.arguments[0])
      .join('')
      .trimEnd();
  try {
    await runProgram(words);
    return { code: process.exitCode, said: said() };
  } catch (error) {
    return { code: report(error), said: said() };
  } finally {
    write.mock.restore();
    process.exitCode = before;
  }
}

const run = (...words: string[]) => ['run', '--store', 'memory', ...words];

/** Command lines that are wrong, and what must be said: what is wrong, what was meant, what to do. */
const WRONG: readonly (readonly [words: readonly string[], said: RegExp])[] = [
  [['foo'], /no command is called "foo"\n\s+Try: one of prove, /],
  [['chek'], /no command is called "chek"\. Did you mean "check"\?\n\s+Try: one of prove, /],
  [['help', 'foo'], /no command is called "foo"/],
  [['help', 'rn'], /no command is called "rn"\. Did you mean "run"\?/],
  [['foo', '--help'], /no command is called "foo"/],
  [['run'], /no store was given\n\s+Try: --store memory/],
  [['run', '--store', 'reddis'], /Did you mean "redis"\?/],
  [
    ['run', '--store', 'redis', '--setting', 'persistence=none', '--setting', 'persistence=rdb'],
    /--setting persistence was given twice/,
  ],
  [
    ['run', '--store', 'redis', '--setting', 'persistence=none', '--setting', 'wait=1'],
    /wait says nothing of redis as standalone/,
  ],
  [['run', '--store', 'redis', '--store', 'mongo'], /--store was given twice, as "redis" and as "mongo"/],
  [
    run('--faults', 'app-crash@1s', '--faults', 'app-crash@2s'),
    /--faults was given twice[\s\S]*one list by commas/,
  ],
  [
    ['prove', '--stores', 'memory', '--stores', 'redis'],
    /--stores was given twice[\s\S]*--stores memory,redis/,
  ],
  [['check', 'x', '--json', '--seed', '1'], /unknown option '--seed'/],
  [run('--reports', '--json'), /--reports needs a value, and was followed by --json/],
  [run('--seed='), /--seed needs a value, and was empty/],
  [run('--duration'), /--duration <time>.*argument missing/],
  [['prove', '--stores', 'memory', 'redis'], /too many arguments[\s\S]*Try: lists go by commas/],
  [run('--duration', '0s'), /--duration is 0 ms: it must be at least 500 ms/],
  [run('--duration', '100ms'), /--duration is 100 ms: it must be at least 500 ms/],
  [run('--duration', '9d'), /--duration is 9 days: it may be 7 days at most/],
  [run('--duration', '99999999999999999999s'), /--duration is over 3,000 years: it may be 7 days at most/],
  [run('--ttl', '99999999999999999999s'), /--ttl is over 3,000 years: it may be 36500 days at most/],
  [run('--duration', 'soon'), /"soon" is not a duration/],
  [run('--ttl', '0s'), /--ttl is 0 ms: it must be at least 1 s/],
  [run('--bytes', 'lots'), /--bytes <size>.*Expected bytes/],
  [run('--faults', 'app-crash@20s'), /not before the end of the load/],
  [run('--faults', 'app-pause@1s+99999m'), /how long app-pause lasts is 5999940 s: it may be 7 days at most/],
  [run('--faults', 'app-crush@1s'), /Did you mean "app-crash"\?/],
  [run('--faults', 'server-crash@1s'), /memory has none/],
  [
    ['run', '--store', 'mongo', '--faults', 'server-memory-full@1s'],
    /server-memory-full is not known of the server of mongo: redis-server, valkey-server can have it/,
  ],
  [run('--budget', '3'), /--budget says how many faults are drawn, and none are/],
  [run('--nemesis', 'random', '--budget', '50'), /a budget of 50 does not fit into a load of 10 s/],
  [run('--nemesis', 'random', '--faults', 'app-crash@1s'), /--nemesis.*cannot be used with.*--faults/],
  [
    ['run', '--store', 'redis', '--faults', 'server-pause@1s+3s,server-crash@2s'],
    /server-pause@1000ms\+3000ms and server-crash@2000ms cannot be at work at once: both break the server/,
  ],
  [run('--faults', 'app-crash(3s)@1s'), /app-crash has no parameters, and was given \(3s\)/],
  [
    ['run', '--store', 'redis', '--faults', 'wire-slow(90s)@1s'],
    /the latency of wire-slow is 90s: it must be from 1ms to 1m/,
  ],
  [['run', '--store', 'redis', '--faults', 'wire-slow(150ms, bth)@1s'], /Did you mean "both"\?/],
  [['faults', 'wire-slow'], /too many arguments/],
  [run('--faults', 'app-crash:app-2@1s'), /no instance is called "app-2"/],
  [run('--app-port', '80'), /--app-port <port>.*from 1024 to 65000/],
  [run('--trust-proxy', 'banana'), /--trust-proxy <whom>.*Express refuses it \(invalid IP address: banana\)/],
  [run('--clients', 'many'), /--clients <count>.*whole number/],
  [run('--package', 'express-session'), /"express-session" is no package with its version/],
  [
    run('--package', 'connect-mongo@5'),
    /memory is not made of connect-mongo\n\s+Try: one of express-session/,
  ],
  [
    run('--package', 'express-session@1.18.0', '--platform', 'compose'),
    /--package is for apps that are processes/,
  ],
  [
    ['suite', '--store', 'memory', '--package', 'connect-mongo@5'],
    /memory is not made of connect-mongo\n\s+Try: one of express-session/,
  ],
  ...['run', 'suite'].flatMap((command) =>
    [['--target', 'http://127.0.0.1:1'], ['--command', 'npm start'], ['--subject', 'mine.ts'], []].map(
      (whom): readonly [string[], RegExp] => [
        [command, ...whom, '--package', 'connect-redis@7'],
        /--package connect-redis@7 is of a store that Holdfast knows; .* yours has the packages that it has\n\s+Try: --store/,
      ],
    ),
  ),
  [
    ['run', '--compose-project', 'shop', '--package', 'connect-redis@7'],
    /--package connect-redis@7 is of a store that Holdfast knows/,
  ],
  [['ab', 'memory', 'memory --package connect-mongo@5'], /memory is not made of connect-mongo/],
  [['compare', '--versions', 'connect-mongo@6'], /--versions compares two versions or more/],
  [['compare', '--versions', 'left-pad@1,left-pad@2'], /no store that was chosen is made of left-pad/],
  [
    ['compare', '--stores', 'redis', '--versions', 'connect-mongo@5,connect-mongo@6'],
    /made of connect-mongo\n\s+Try: --stores mongo/,
  ],
  [run('--workload', 'registr'), /Did you mean "register"\?/],
  [run('--platform', 'compose', '--instances', '5'), /the stack has 4 instances of an app at most, not 5/],
  [
    ['run', '--target', 'http://127.0.0.1:1', '--namespace', 'shop'],
    /--namespace is about pods of your own, and none are named\n\s+Try: --kubernetes-app/,
  ],
  [
    ['run', '--kubernetes-app', 'app=shop', '--context', 'work', '--namespace', 'shop'],
    /nobody has said where clients reach them\n\s+Try: --target/,
  ],
  [
    ['run', '--target', 'http://127.0.0.1:1', '--kubernetes-app', 'app=shop', '--context', 'work'],
    /pods of one namespace, and nobody has said which one\n\s+Try: --namespace/,
  ],
  [
    ['run', '--target', 'http://127.0.0.1:1', '--kubernetes-app', 'app=shop', '--instances', '3'],
    /--kubernetes-app takes an app as it is: --instances is not for Holdfast to set there/,
  ],
  [['run', '--target', 'http://127.0.0.1:1', '--yes-break-it'], /--yes-break-it is about a compose project/],
  [run('--context', 'work'), /--context says something of a cluster, and the run is not to be in one/],
  [run('--image', 'me/app'), /--image says something of a cluster/],
  [run('--platform', 'kubernetes', '--app-port', '3000'), /--app-port is for processes/],
  [
    ['kubernetes', folder, '--generators', '2', '--output', 'histories'],
    /--output is for what the generators come to, and without --context they are only printed/,
  ],
  [
    ['run', '--store', 'redis', '--platform', 'kubernetes', '--setting', 'persistence=none'],
    /--setting is for processes, or for servers of a --topology: one by itself is there as its image has it/,
  ],
  [['check', 'no/such/run'], /no\/such\/run could not be read/],
  [['check', text], /package\.json is no history: line 1 is not a line of a history \(found "\{"\)/],
  [['check', controls], /is no history/],
  [['check', folder], /plan\.json could not be read/],
  [['check', partA, 'no/such/part'], /no\/such\/part could not be read: .*\n\s+Try: /],
  [['check', partA, partA], /a\.ndjson is given twice\n\s+Try: give the history of each generator once/],
  [['check', partA, '-'], /standard input cannot be one of several histories.*\n\s+Try: write it to a file/],
  [['check', partA, folder], /could not be read: .*\n\s+Try: /],
  [['check', partA, text], /package\.json is no history\n\s+Try: give the files that the recorders/],
  [
    ['check', partA, partB],
    /neither .*a\.ndjson nor .*b\.ndjson says how its clock stood.*\n\s+Try: .*--same-clock/,
  ],
  [['check', partA, partB, '--same-clock', '--workers', '2'], /several workers need one file.*\n\s+Try: /],
  [['check', partA, '--same-clock'], /--same-clock is for the histories of several generators\n\s+Try: /],
  [['merge', partA, partA, '--output', join(folder, 'm.ndjson')], /a\.ndjson is given twice/],
  [['gate', 'no/such/run'], /there is no run at no\/such\/run/],
  [['report', folder], /has no results\.json/],
  [['claims', 'C99'], /C99/],
  [['claims', 'redis'], /redis/],
  [['repro', 'foo'], /no report is called "foo"/],
  [['provision', 'k7'], /no tool is called "k7"\. Did you mean "k6"\?/],
];

for (const [words, said] of WRONG) {
  test(`holdfast ${words.map((word) => (word.startsWith(folder) ? 'FILE' : word)).join(' ')}: one message, exit 64`, async (t) => {
    const seen = await told(t, words);
    assert.match(seen.said, said);
    assert.equal(seen.code, EXIT.usage);
    assert.ok(seen.said.split('\n').length <= 4, seen.said);
    assert.doesNotMatch(seen.said, /\n\s+at /);
    assert.equal(printableLines(stripVTControlCharacters(seen.said)), stripVTControlCharacters(seen.said));
  });
}
