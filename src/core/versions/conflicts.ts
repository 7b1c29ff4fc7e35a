/** What does not fit together: between the sources of a recipe, and between a version of a data set and the one before. */
import type { Dataset } from '../dataset/documents/dataset';
import { listOf } from '../recipe/series';
import { isMoment } from '../recipe/timeFormat';
import type { FileSource, Recipe } from '../recipe/types';
import { shown } from './values';

/** A conflict. A person resolves it in the recipe, or accepts it by its id (`export.accept`). */
export interface Conflict {
  id: string;
  kind: 'name' | 'type' | 'unit' | 'zone';
  /** What is expected, what is there, what to do. */
  message: string;
}

/** Names that are the same to a person: without case, blanks, `_` and `-`. */
const plain = (name: string): string => name.toLowerCase().replace(/[\s_-]+/g, '');

/** What a column of a file is there for. */
const roles = {
  'a time': ({ time }: FileSource) => listOf(time.column),
  'a value': ({ values }: FileSource) => values,
  'the name of a series': ({ series }: FileSource) => listOf(series),
  'a label': ({ labels }: FileSource) => (labels ? [labels.column, ...listOf(labels.type)] : []),
} as const;

/** For each name the files in which it is said, by what is said of it. */
class Sayings {
  private readonly said = new Map<string, Map<string, string[]>>();

  add(name: string, what: string, file: string): void {
    const of = this.said.get(name) ?? new Map<string, string[]>();
    this.said.set(name, of);
    of.set(what, [...(of.get(what) ?? []), file]);
  }

  /** Names of which several things are said: each with the first file that says it. */
  *differing(): Generator<{ name: string; sayings: { what: string; file: string }[] }, void> {
    for (const [name, of] of this.said)
      if (of.size > 1) yield { name, sayings: [...of].map(([what, [file = '']]) => ({ what, file })) };
  }
}

const listed = (sayings: readonly { what: string; file: string }[]): string =>
  sayings.map(({ what, file }) => `${what} in ${file}`).join(', ');

/** Conflicts between the files of a recipe: one name for several things, units or zones that differ, several spellings of one name. */
export function sourceConflicts({ sources }: Pick<Recipe, 'sources'>): Conflict[] {
  const [units, uses, spellings, zones] = [new Sayings(), new Sayings(), new Sayings(), new Sayings()];
  for (const source of sources) {
    const { file, time } = source;
    for (const column of source.values) {
      units.add(column, source.units?.[column] ?? 'no unit', file);
      spellings.add(plain(column), column, file);
    }
    for (const [what, columnsOf] of Object.entries(roles))
      for (const column of columnsOf(source)) uses.add(column, what, file);
    if (!isMoment(time.format)) zones.add('', time.zone, file);
  }
  return [
    ...[...units.differing()].map(({ name, sayings }): Conflict => ({
      id: `unit ${name}`,
      kind: 'unit',
      message: `Expected one unit for the column ${name}; it has ${listed(sayings)}. Say the unit of each file, or accept that they differ.`,
    })),
    ...[...uses.differing()].map(({ name, sayings }): Conflict => ({
      id: `type ${name}`,
      kind: 'type',
      message: `Expected the column ${name} to be one thing; it is ${listed(sayings)}. Change what a file says of it, or accept it.`,
    })),
    ...[...spellings.differing()].map(({ sayings }): Conflict => ({
      id: `name ${sayings.map(({ what }) => what).join(', ')}`,
      kind: 'name',
      message: `Expected one spelling of a column; there are ${listed(sayings)}. Rename one, or accept that they are different columns.`,
    })),
    ...[...zones.differing()].map(({ sayings }): Conflict => ({
      id: `zone ${sayings.map(({ what }) => what).join(', ')}`,
      kind: 'zone',
      message: `Expected the local times of all files to be of one zone; they are of ${listed(sayings)}. Change the zone of a file, or accept that they differ.`,
    })),
  ];
}

/** As much of a version as its schema is. */
interface Documented {
  processed: Pick<Dataset['processed'], 'schema'>;
  sources: readonly Pick<Dataset['sources'][number], 'name' | 'zone'>[];
  recipe: Pick<Recipe, 'sources'>;
}

/** Conflicts between a version and the one before: names, types and units of the columns of the rows, zones of the sources; units of the columns of the files. */
export function versionConflicts(before: Documented & { version: number }, after: Documented): Conflict[] {
  const version = `version ${before.version}`;
  const conflicts: Conflict[] = [];
  const add = (kind: Conflict['kind'], what: string, was: unknown, is: unknown): void => {
    conflicts.push({
      id: `${kind} ${what}, ${version}`,
      kind,
      message: `Expected the ${kind} of ${what} to be that of ${version}, ${shown(was)}; got ${shown(is)}. Change it back, or accept it.`,
    });
  };
  const columns = new Map(after.processed.schema.map((column) => [column.name, column]));
  for (const { name, type, unit } of before.processed.schema) {
    const now = columns.get(name);
    if (!now) add('name', `the column ${name}`, name, undefined);
    else {
      if (now.type !== type) add('type', `the column ${name}`, type, now.type);
      if (now.unit !== unit) add('unit', `the column ${name}`, unit, now.unit);
    }
  }
  const sources = new Map(after.sources.map((source) => [source.name, source]));
  for (const { name, zone } of before.sources) {
    const now = sources.get(name);
    if (now && now.zone !== zone) add('zone', name, zone, now.zone);
  }
  const files = new Map(after.recipe.sources.map((source) => [source.file, source]));
  for (const { file, values, units = {} } of before.recipe.sources) {
    const now = files.get(file);
    if (!now) continue;
    for (const column of values) {
      if (!now.values.includes(column)) add('name', `the column ${column} of ${file}`, column, undefined);
      else if (now.units?.[column] !== units[column])
        add('unit', `the column ${column} of ${file}`, units[column], now.units?.[column]);
    }
  }
  return conflicts;
}

/** Those that nobody has accepted. */
export const openConflicts = (
  conflicts: readonly Conflict[],
  accepted: readonly string[] = [],
): Conflict[] => {
  const names = new Set(accepted);
  return conflicts.filter(({ id }) => !names.has(id));
};
