import type { CsvFormat } from '../recipe/types';

/** The layout of a text where a source says nothing of it (spec/recipe.schema.json). */
export const PLAIN_CSV_LAYOUT: CsvFormat = { delimiter: ',', decimal: '.', header: true, encoding: 'utf-8' };
