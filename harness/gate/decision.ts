import type { Verdict } from '../model/results.ts';

/** A figure beside the baseline's. */
export interface Delta {
  experiment: string;
  figure: string;
  /** Medians over rounds, with their unit; absent: no round has it. */
  baseline?: string;
  candidate?: string;
  /** By how much it may be worse. */
  margin: string;
  is: 'worse' | 'not worse' | 'cannot tell';
}

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
  /** Of what was compared with a baseline. */
  delta?: Delta;
  /** Why it passes although something was found, or although nothing was tested. */
  allowed?: 'not promised' | 'policy' | 'not asked';
}

export interface Decision {
  /** Name of the run. */
  run: string;
  /** What it was decided by: the name of a policy, or its file. */
  policy: string;
  /** What to do, in one sentence. */
  advice: string;
  /** Fail over unknown over pass. */
  verdict: Verdict;
  checks: Check[];
}
