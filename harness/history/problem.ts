/** What is wrong with a history, where, and what it costs. */
export interface HistoryProblem {
  /** Counted from 1; 0 where it is not of one line. */
  line: number;
  /** One sentence for the user, with the line's number in it. */
  message: string;
  /** The experiment that it concerns; absent where it concerns the whole history. */
  experiment?: string;
  /** Verdicts of that experiment (or of all) are unknown because of it. False: it is only incomplete. */
  spoils: boolean;
}

/** 88120 -> "88,120". */
export const grouped = (count: number) => count.toLocaleString('en-US');

const SHOWN_CHARACTERS = 40;

/** The beginning of a text, quoted so that no control character reaches a terminal. */
export const quoted = (text: string) => {
  const shown = JSON.stringify(text.slice(0, SHOWN_CHARACTERS));
  return text.length > SHOWN_CHARACTERS ? `${shown.slice(0, -1)}..."` : shown;
};

export const found = (text: string) => `found ${quoted(text)}`;
