/**
 * The action and the GitLab template as far as they go without their servers: their shell steps, as they stand, by the
 * shell and the flags that a runner gives them. What other actions do (the cache, the artefact) is left out.
 */
import assert from 'node:assert/strict';
import { chmod, cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { parse } from 'yaml';
import { z } from 'zod';
import { ROOT } from './docs-blocks.ts';
import { temporaryFolder } from './holdfast.ts';

const SHORT = '--store memory --duration 1s --clients 5 --rate 50';
const PATH = [dirname(process.execPath), process.env['PATH']].join(delimiter);

const stepSchema = z.object({
  name: z.string(),
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  env: z.record(z.string(), z.string()).default({}),
});
const actionSchema = z.object({
  inputs: z.record(z.string(), z.object({ default: z.string().optional() })),
  outputs: z.record(z.string(), z.object({ value: z.string() })),
  runs: z.object({ steps: z.array(stepSchema) }),
});
const templateSchema = z.object({
  '.holdfast': z.object({
    variables: z.record(z.string(), z.string()),
    before_script: z.array(z.string()),
    script: z.array(z.string()),
  }),
});

const read = async (file: string): Promise<unknown> => parse(await readFile(join(ROOT, file), 'utf8'));

/** A job in a folder of its own: each of its steps finds what those before it have put out. */
async function job(folder: string, inputs: Record<string, string>) {
  const action = actionSchema.parse(await read('action.yml'));
  const known = new Map<string, string>([
    ['github.action_path', ROOT],
    ['github.repository', 'somebody/theirs'],
    ['github.event.pull_request.number', '7'],
    ...Object.entries(action.inputs).map(
      ([name, { default: usual = '' }]) => [`inputs.${name}`, usual] as const,
    ),
    ...Object.entries(inputs).map(([name, value]) => [`inputs.${name}`, value] as const),
  ]);
  const said = (text: string) =>
    text.replaceAll(/\$\{\{ ([\w.-]+) \}\}/g, (_, name: string) => known.get(name) ?? '');
  const summary = join(folder, 'summary.md');
  await writeFile(summary, '');
  const step = async (name: string) => {
    const { id = name, run, env } = action.runs.steps.find((each) => each.name === name) ?? assert.fail(name);
    const output = join(folder, `${id}.out`);
    await writeFile(output, '');
    const { exitCode, stdout, stderr } = await execa(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', run ?? ''],
      {
        cwd: folder,
        reject: false,
        env: {
          ...Object.fromEntries(Object.entries(env).map(([key, value]) => [key, said(value)])),
          // Tools that are here already are not fetched for a test.
          ...('HOLDFAST_CACHE' in env ? { HOLDFAST_CACHE: process.env['HOLDFAST_CACHE'] ?? '' } : {}),
          PATH: [join(folder, 'bin'), PATH].join(delimiter),
          NO_COLOR: '1',
          RUNNER_TEMP: folder,
          GITHUB_OUTPUT: output,
          GITHUB_STEP_SUMMARY: summary,
        },
      },
    );
    for (const line of (await readFile(output, 'utf8')).split('\n').filter(Boolean)) {
      const [key, ...value] = line.split('=');
      known.set(`steps.${id}.outputs.${key}`, value.join('='));
    }
    return { exitCode, stdout, stderr };
  };
  return { action, known, step, summary };
}

/** The steps of others, by the name that actions/runner has for what they put out. */
const OF_OTHERS = new Set([
  'steps.tools.outputs.cache-hit',
  'steps.tools.outputs.cache-primary-key',
  'steps.page.outputs.artifact-url',
]);

test('what the action’s steps ask of each other, some step puts out', async () => {
  await using folder = await temporaryFolder();
  const { action } = await job(folder.path, {});
  const text = await readFile(join(ROOT, 'action.yml'), 'utf8');
  for (const [, id, output] of text.matchAll(/steps\.([\w-]+)\.outputs\.([\w-]+)/g)) {
    const step = action.runs.steps.find((each) => each.id === id);
    assert.ok(step, `no step is called ${id}`);
    if (step.run === undefined) assert.ok(OF_OTHERS.has(`steps.${id}.outputs.${output}`), output);
    else assert.match(step.run, new RegExp(`"?${output}=`), `${step.name} does not put out ${output}`);
  }
  for (const [, name] of text.matchAll(/inputs\.([\w-]+)/g))
    assert.ok(Object.hasOwn(action.inputs, name ?? ''), name);
});

test('the action runs what it is told, decides on it, and shows that and fails by it', async () => {
  await using folder = await temporaryFolder();
  const { known, step, summary } = await job(folder.path, { run: `run ${SHORT} --seed 'two words'` });
  assert.equal((await step('Find Holdfast')).exitCode, 0);
  const ran = await step('Run');
  assert.equal(ran.exitCode, 0, ran.stderr);
  const results = join(known.get('steps.run.outputs.folder') ?? '', 'results.json');
  assert.match(await readFile(results, 'utf8'), /"seed": ?"two words"/);

  const gated = await step('Gate');
  assert.equal(gated.exitCode, 0, gated.stderr);
  // Nobody restarted the app, so what a MemoryStore does about that was not seen.
  assert.equal(known.get('steps.gate.outputs.verdict'), 'unknown');
  assert.match(await readFile(summary, 'utf8'), /^## Holdfast gate: /);
  assert.match(gated.stdout, /^::warning title=/m);
  assert.equal((await step('Decide')).exitCode, 1);
});

test('a run that cannot be ends the action with its code, and no gate passes it', async () => {
  await using folder = await temporaryFolder();
  const { step } = await job(folder.path, { run: 'run --store rediss' });
  await step('Find Holdfast');
  const { exitCode, stderr } = await step('Run');
  assert.equal(exitCode, 64);
  assert.match(stderr, /redis/);
  assert.equal((await step('Decide')).exitCode, 1);
});

/** Answers as `gh api` does, from the comments that there are, and writes down what it is asked for. */
const GH = `#!/bin/sh
case "$*" in
*--jq*) cat "$(dirname "$0")/comments" ;;
*) echo "$@" >> "$(dirname "$0")/asked"; cp "\${6#body=@}" "$(dirname "$0")/body" 2>/dev/null || true ;;
esac
`;

test('a pull request has one comment of each job, which the next run replaces', async () => {
  await using folder = await temporaryFolder();
  const here = (file: string) => join(folder.path, file);
  await mkdir(here('bin'));
  await writeFile(here('bin/gh'), GH);
  await chmod(here('bin/gh'), 0o755);
  const { known, step } = await job(folder.path, { policy: 'as-promised' });
  known.set('steps.page.outputs.artifact-url', 'https://example.test/page');
  known.set('steps.run.outputs.folder', here('run'));
  await cp(join(ROOT, 'test/kept/tabs-on-memory'), here('run'), { recursive: true });
  await step('Find Holdfast');
  assert.equal((await step('Gate')).exitCode, 0);
  for (const comments of ['', '41\n42\n']) {
    await writeFile(here('bin/comments'), comments);
    const { exitCode, stdout } = await step('Comment');
    assert.equal(exitCode, 0);
    assert.doesNotMatch(stdout, /warning/);
  }
  const [made, replaced] = (await readFile(here('bin/asked'), 'utf8')).split('\n');
  assert.match(made ?? '', /^api --method POST repos\/somebody\/theirs\/issues\/7\/comments /);
  assert.match(replaced ?? '', /^api --method PATCH repos\/somebody\/theirs\/issues\/comments\/41 /);
  const body = await readFile(here('bin/body'), 'utf8');
  assert.match(body, /by the policy as-promised/);
  assert.match(body, /^<!-- holdfast: holdfast -->\n## Holdfast gate: [^]+example\.test\/page/);

  await writeFile(here('bin/gh'), '#!/bin/sh\nexit 1\n');
  const refused = await step('Comment');
  assert.equal(refused.exitCode, 0);
  assert.match(refused.stdout, /^::warning::/);
});

test('the job of the GitLab template runs what it is told, and ends as the gate says', async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, 'node_modules/.bin'), { recursive: true });
  await symlink(ROOT, join(folder.path, 'node_modules/holdfast'));
  await symlink('../holdfast/bin/holdfast.mjs', join(folder.path, 'node_modules/.bin/holdfast'));
  const { '.holdfast': template } = templateSchema.parse(await read('ci/gitlab.yml'));
  const run = (told: string) =>
    execa('bash', ['-eo', 'pipefail', '-c', [...template.before_script, ...template.script].join('\n')], {
      cwd: folder.path,
      reject: false,
      env: {
        ...template.variables,
        HOLDFAST_INSTALL: 'true',
        HOLDFAST_CACHE: process.env['HOLDFAST_CACHE'] ?? '',
        HOLDFAST_RUN: told,
        PATH,
        NO_COLOR: '1',
      },
    });
  const { exitCode, stdout, stderr } = await run(`run ${SHORT}`);
  assert.equal(exitCode, 2, stderr);
  assert.match(stdout, /unknown/);
  const [made, ...others] = await readdir(join(folder.path, 'holdfast-reports'));
  assert.equal(others.length, 0);
  const files = await readdir(join(folder.path, 'holdfast-reports', made ?? ''));
  for (const file of ['report.html', 'junit.xml', 'gate.md']) assert.ok(files.includes(file), file);
  assert.equal((await run('run --store rediss')).exitCode, 64);
});
