import { usageError } from '../../../errors.ts';
import { docker } from '../../compose/command.ts';
import { assertNear } from '../address.ts';

/**
 * The host at which published ports of containers are reached: this machine, or the one of the Docker daemon that the
 * user's environment names. Rejects with a usage error where that is neither this machine nor in a private network.
 */
export async function dockerHost(signal: AbortSignal): Promise<string> {
  const args = ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'];
  const endpoint = (await docker({ args }, signal)).trim();
  const url = URL.parse(endpoint);
  if (url === null || ['unix:', 'npipe:', 'fd:'].includes(url.protocol)) return '127.0.0.1';
  try {
    await assertNear(`http://${url.hostname}`);
  } catch (error) {
    throw usageError(
      `the Docker daemon at ${endpoint} is neither on this machine nor in a private network: nothing of it is broken`,
      { next: 'unset DOCKER_HOST, or docker context use default', cause: error },
    );
  }
  return url.hostname;
}
