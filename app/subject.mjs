import { ofTypeScript } from './of-typescript.mjs';

export const { defineSubject } = ofTypeScript('./subject.ts', 'holdfast/subject');
