/**
 * Of two lookups that are in flight at once, one pair in 20 gets each other's answer. As clients do that match answers
 * to questions by their order, after one of them was given up: nothing shows while requests come one by one.
 */
import type { StoreContext } from '../../../app/stores/store.ts';
import { CorrectStore, onceIn, type Data } from '../correct-store.ts';

const IN_FLIGHT_MS = 2;

type Found = (error: unknown, data?: Data | null) => void;

class SwapsAnswersInFlight extends CorrectStore {
  readonly #swaps = onceIn(20);
  #waiting: { sid: string; found: Found; timer: NodeJS.Timeout } | undefined;

  override get(sid: string, found: Found): void {
    const other = this.#waiting;
    if (other !== undefined && other.sid !== sid && this.#swaps()) {
      this.#waiting = undefined;
      clearTimeout(other.timer);
      super.get(sid, other.found);
      super.get(other.sid, found);
      return;
    }
    const timer = setTimeout(() => {
      if (this.#waiting?.timer === timer) this.#waiting = undefined;
      super.get(sid, found);
    }, IN_FLIGHT_MS);
    this.#waiting = { sid, found, timer };
  }
}

export default (context: StoreContext) => new SwapsAnswersInFlight(context);
