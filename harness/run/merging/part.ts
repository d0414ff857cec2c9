import type { Part } from '../../history/merge/survey.ts';
import { piecesOf } from '../folder.ts';

/** A file as a part of a history. */
export const partOf = (file: string): Part => ({ name: file, open: () => piecesOf(file) });
