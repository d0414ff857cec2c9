import { endAndStart } from './end-and-start.ts';

/**
 * A crash of the server's machine: what the server had not synced is gone when it is started again. That is the worst
 * that a disk may do, which may have written any of it by itself. Names of files are kept, to be kind: one that was
 * created, renamed or removed stays so, though its folder was never synced.
 */
export const losePower = endAndStart('server', 'SIGKILL', async ({ subject: { server }, target }) => {
  const disk = server?.name === target ? server.disk : undefined;
  if (disk === undefined) throw new Error(`it is not known what ${target} has synced`);
  return { ...(await disk.losePower()) };
});
