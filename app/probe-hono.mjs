import { ofTypeScript } from './of-typescript.mjs';

export const { probe } = ofTypeScript('./frameworks/hono.ts', 'holdfast/probe/hono');
