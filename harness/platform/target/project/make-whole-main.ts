/** What the reaper runs where the harness was killed while a wire of the user's own toxiproxy was broken. */
import { makeWhole, parseWires } from './told-of.ts';

await makeWhole(parseWires(process.argv[2] ?? ''));
