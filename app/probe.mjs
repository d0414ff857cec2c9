import { ofTypeScript } from './of-typescript.mjs';

export const { probe } = ofTypeScript('./mounted.ts', 'holdfast/probe');
