import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const FOLDER = fileURLToPath(new URL('../../infra/prometheus', import.meta.url));

/** The promtool of the Prometheus that the stack runs. */
async function promtool(...words: string[]): Promise<void> {
  const { stdout: image } = await execa('docker', ['compose', 'config', '--images', 'prometheus']);
  const mount = ['-v', `${FOLDER}:/rules:ro`, '-w', '/rules/tests'];
  await execa('docker', ['run', '--rm', ...mount, '--entrypoint', 'promtool', image.trim(), ...words], {
    // Only a hang reaches it.
    timeout: 600_000,
  });
}

test('Prometheus takes the rules', async () => {
  await promtool('check', 'rules', '/rules/rules/recording.yml', '/rules/rules/alerts.yml');
});

test('each alert fires where it should, and nowhere else', async () => {
  await promtool('test', 'rules', 'alerts.yml');
});
