import type { Verdict } from '../model/results.ts';

/** One thing that was decided. */
export interface Check {
  /** Unique in its decision, and the same for the same thing in another run. */
  id: string;
  /** Absent: it is about the whole run or the policy. */
  store?: string;
  experiment?: string;
  title: string;
  verdict: Verdict;
  message: string;
  /** A witness, or the figures. */
  evidence?: string;
  /** Why it passes although something was found. */
  allowed?: 'not promised' | 'policy';
}

export interface Decision {
  /** Name of the run. */
  run: string;
  /** Fail over unknown over pass. */
  verdict: Verdict;
  checks: Check[];
}
