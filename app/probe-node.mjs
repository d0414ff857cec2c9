import { ofTypeScript } from './of-typescript.mjs';

export const { probe } = ofTypeScript('./frameworks/node.ts', 'holdfast/probe/node');
