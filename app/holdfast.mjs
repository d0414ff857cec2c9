import { ofTypeScript } from './of-typescript.mjs';

export const { defineConfig } = ofTypeScript('../harness/cli/config/define.ts', 'holdfast');
