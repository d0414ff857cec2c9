import { ofTypeScript } from './of-typescript.mjs';

export const { probe } = ofTypeScript('./frameworks/fastify.ts', 'holdfast/probe/fastify');
