import { InvalidArgumentError } from 'commander';
import express from 'express';

/** Lets Express say, before anything is started, whether it will take a value for its `trust proxy`. */
export function trustedProxies(text: string): string {
  if (text === 'true' || text === 'false' || /^\d+$/.test(text)) return text;
  try {
    express().set('trust proxy', text);
    return text;
  } catch (error) {
    const seen = error instanceof Error ? error.message : String(error);
    throw new InvalidArgumentError(
      `Express refuses it (${seen}). Expected true, false, a number of hops, or addresses such as loopback,10.0.0.0/8.`,
    );
  }
}
