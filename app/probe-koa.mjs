import { ofTypeScript } from './of-typescript.mjs';

export const { probe } = ofTypeScript('./frameworks/koa.ts', 'holdfast/probe/koa');
