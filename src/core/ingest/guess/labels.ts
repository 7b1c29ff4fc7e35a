/** Which column of a table says what is anomalous. */
import type { LabelColumn } from '../../recipe/types';
import { labelWord } from '../parse/layout';
import type { SampleColumn } from './cells';

const labelName =
  /^(labels?|is[ _]?(?:an[ _]?)?(?:anomal(?:y|ies|ous)|outlier|attack|fault)|anomal(?:y|ies|ous)|anomaly[ _]labels?|outliers?|attacks?|ground[ _]?truth|gt|class|target|normal\/attack|change[ _]?points?)$/i;
const plainNormal = new Set([
  'normal',
  'benign',
  'nominal',
  'no anomaly',
  'non-anomaly',
  'not anomalous',
  'healthy',
  'inlier',
]);
const namedNormal = new Set([...plainNormal, 'ok', 'good', 'none', 'no', 'false', '0', 'regular']);

/** A column of labels: 0 and 1 or true and false under a name for labels, or words of which one means normal. */
export function findLabels(columns: readonly SampleColumn[]): {
  labels: LabelColumn | undefined;
  all: SampleColumn[];
} {
  const found: { column: SampleColumn; normal: string[]; strength: number }[] = [];
  for (const column of columns) {
    if (column.type === 'time') continue;
    const words = new Set(column.cells.map(labelWord).filter((word) => word !== ''));
    if (words.size > 50 || words.size === 0) continue;
    const named = labelName.test(column.name);
    const numbers = [...words].every((word) => /^-?\d+$/.test(word));
    const isNormal = (word: string): boolean =>
      numbers ? named && word === '0' : (named ? namedNormal : plainNormal).has(word);
    const normal = [...words].filter(isNormal);
    const [word] = normal;
    // Words of which none means normal, with more cells that are empty: these are the normal ones.
    const gaps = column.cells.filter((cell) => labelWord(cell) === '').length;
    const sparse = named && !numbers && word === undefined && gaps > column.cells.length / 2;
    // A column of 1 alone, or of values of many sizes, is no column of labels because of its name.
    if ((word === undefined && !sparse) || (numbers && words.size > 20)) continue;
    const changes = /change/i.test(column.name);
    found.push({
      column,
      normal: word === undefined ? [] : [word],
      strength: (named ? 2 : 0) + (changes ? -1 : 1),
    });
  }
  found.sort((a, b) => b.strength - a.strength);
  const [best] = found;
  return {
    labels: best && { column: best.column.name, normal: best.normal },
    all: found.map(({ column }) => column),
  };
}

/** Says of a column of labels how the anomaly is called, or which one it is. */
export const labelDetail =
  /^(?:anomal(?:y|ies)|label|attack|fault|event)[ _]?(type|kind|class|name|id|ids|no|number)$/i;
