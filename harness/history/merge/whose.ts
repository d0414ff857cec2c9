import { shareLinked } from './links.ts';
import { Owners, type Names } from './owners.ts';
import { survey, type Part, type Survey } from './survey.ts';

/** Which part each session is of, or that it is of several. Rejects with a usage error where a client is of several. */
export async function whoseSessions(parts: readonly Part[], surveys: readonly Survey[]): Promise<Owners> {
  const clients = roomFor(surveys.map((each) => each.clients));
  for (const [index, part] of parts.entries()) {
    const names = (surveys[index] as Survey).clients;
    // Read once more, to say which.
    if (hasAny(clients, names)) await survey(part, clients);
    addAll(clients, names, index);
  }
  const sessions = roomFor(surveys.map((each) => each.sessions));
  for (const [index, each] of surveys.entries()) addAll(sessions, each.sessions, index);
  shareLinked(
    surveys.map(({ links }) => links),
    sessions,
  );
  return sessions;
}

/** Room for all from the start: names come in the order of their hashes, which would crowd one end of a smaller table. */
const roomFor = (names: readonly Names[]) => new Owners(names.reduce((sum, { low }) => sum + low.length, 0));

function addAll(owners: Owners, { low, high }: Names, part: number): void {
  for (let at = 0; at < low.length; at++)
    owners.add({ low: low[at] as number, high: high[at] as number }, part);
}

function hasAny(owners: Owners, { low, high }: Names): boolean {
  for (let at = 0; at < low.length; at++)
    if (owners.has({ low: low[at] as number, high: high[at] as number })) return true;
  return false;
}
