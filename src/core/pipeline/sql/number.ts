/** Texts of numbers as doubles, by the notation that the recipe names. */
import { text } from '../../sql';

export interface Notation {
  decimal: '.' | ',';
  thousands?: string | undefined;
  unit?: string | undefined;
  /** Further words for "no value". */
  missing?: readonly string[] | undefined;
}

/** The number in a cell; NULL where it says that it has no value, and where it holds no finite number. */
export function numberOf(cell: string, { decimal, thousands, unit, missing = [] }: Notation): string {
  const plain = `plain_signs(${cell})`;
  const words = missing.map((word) => text(word.trim().toLowerCase()));
  const none = words.length > 0 ? ` OR list_contains([${words.join(', ')}], lower(${plain}))` : '';
  let number = plain;
  if (unit !== undefined)
    number = `CASE WHEN ends_with(${number}, ${text(unit)}) THEN rtrim(left(${number}, len(${number}) - len(${text(unit)})), spaces()) ELSE ${number} END`;
  if (thousands !== undefined) {
    // What follows the groups is no digit.
    const groups = String.raw`^([+-]?\d{1,3}(?:[${thousands}]\d{3})+)(\D.*)?$`;
    const part = (group: number): string => `regexp_extract(${number}, ${text(groups)}, ${group})`;
    number = `CASE WHEN regexp_matches(${number}, ${text(groups)}) THEN replace(${part(1)}, ${text(thousands)}, '') || ${part(2)} ELSE ${number} END`;
  }
  if (decimal === ',')
    number = `CASE WHEN contains(${number}, '.') AND regexp_matches(${number}, '\\d') THEN '' ELSE regexp_replace(${number}, ',', '.') END`;
  const read = `CASE WHEN NOT (no_value(lower(${plain}))${none}) THEN plain_number(${number}) END`;
  const simple = decimal === '.' && thousands === undefined && missing.length === 0;
  return simple ? `coalesce(plain_number(${cell}), ${read})` : read;
}
