import { execa } from 'execa';

/** The processes of a group that are alive, by their numbers. Whoever is dead and not yet buried is not. */
export async function groupOf(pgid: number): Promise<number[]> {
  const { stdout } = await execa('ps', ['-A', '-o', 'pid=', '-o', 'pgid=', '-o', 'stat=']);
  return stdout.split('\n').flatMap((line) => {
    const [pid = '', group = '', state = ''] = line.trim().split(/\s+/);
    return Number(group) === pgid && !state.startsWith('Z') ? [Number(pid)] : [];
  });
}
