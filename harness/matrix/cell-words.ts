import { counted, formatCount, formatMs } from '../units.ts';
import type { MatrixCell } from './matrix.ts';

/** What a cell says besides its verdict: what was lost, of how much, and for how long nobody was served. */
export function cellWords(cell: MatrixCell): string {
  if (cell.state === 'not run') return 'not run';
  if (cell.state === 'impossible') return 'cannot be had';
  if (cell.reason !== undefined) return cell.reason;
  const lost = [
    cell.sessionsLost > 0 && `${formatCount(cell.sessionsLost)} of ${counted(cell.sessions, 'session')} lost`,
    cell.writesLost > 0 &&
      `${formatCount(cell.writesLost)} of ${counted(cell.writesAcknowledged, 'write')} lost`,
  ].filter((words) => words !== false);
  const others = Object.entries(cell.anomalies)
    .filter(([kind]) => kind !== 'lost-session' && kind !== 'lost-write')
    .map(([kind, count]) => `${kind} ${formatCount(count)}`);
  const away = cell.awayMs === undefined ? 'came back: not seen' : `away ${formatMs(cell.awayMs)}`;
  const kept = lost.length === 0 ? `${counted(cell.writesAcknowledged, 'write')} kept` : undefined;
  return [...lost, ...others, kept, away].filter((words) => words !== undefined).join(', ');
}
