import type { ToolName } from './catalogue.ts';

/** A program that was run and found to be of a version that will do. */
export interface Tool {
  name: ToolName;
  path: string;
  version: string;
  source: 'given' | 'PATH' | 'cache' | 'release' | 'registry';
  /** Where it comes from, for people: `built from its Go module`. */
  detail: string;
  /** What must be in its environment. */
  env?: Record<string, string>;
}
