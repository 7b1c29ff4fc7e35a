/** What changed between two versions of a data set, from their documents. */
import type { Dataset, RowStatistics } from '../dataset/documents/dataset';
import { count, measured, plural } from '../format';
import { append } from '../list';
import { shown } from './values';

/** A version's documents, as far as versions are compared by them. */
export interface VersionDocuments {
  dataset: Pick<Dataset, 'processed' | 'earlierStages' | 'transformations' | 'anomalies'>;
  /** The entries of `checks_v{n}.json`. */
  checks: readonly Record<string, unknown>[];
}

/** Sentences by what they are about; empty lists where nothing changed. */
export interface VersionChanges {
  rows: string[];
  columns: string[];
  statistics: string[];
  checks: string[];
  labels: string[];
}

/** Series that are named in sentences; others are counted. */
const NAMED = 20;

/** The first sentences, and how many more there are. */
function first(sentences: readonly string[]): string[] {
  const more = sentences.length - NAMED;
  return more > 0
    ? [...sentences.slice(0, NAMED), `The same kind of thing ${plural(more, 'time')} more.`]
    : [...sentences];
}

type Stage = Dataset['processed'];
const stagesOf = ({ dataset }: VersionDocuments): Map<string, Stage> =>
  new Map([...(dataset.earlierStages ?? []), dataset.processed].map((stage) => [stage.stage, stage]));

/** Pairs of stages that both versions have, and a sentence for each that one alone has. */
function stagePairs(before: VersionDocuments, after: VersionDocuments) {
  const [old, now] = [stagesOf(before), stagesOf(after)];
  const pairs: { stage: string; was: Stage; is: Stage }[] = [];
  const sentences: string[] = [];
  for (const [stage, is] of now) {
    const was = old.get(stage);
    if (was) pairs.push({ stage, was, is });
    else sentences.push(`The ${stage} rows are new: ${plural(is.rows, 'row')}.`);
  }
  for (const [stage, was] of old)
    if (!now.has(stage)) sentences.push(`The ${stage} rows are gone: ${plural(was.rows, 'row')}.`);
  return { pairs, sentences };
}

function rowChanges(before: VersionDocuments, after: VersionDocuments): string[] {
  const { pairs, sentences } = stagePairs(before, after);
  for (const { stage, was, is } of pairs) {
    if (was.rows !== is.rows) sentences.push(`${count(was.rows)} → ${plural(is.rows, 'row')} (${stage}).`);
    const old = new Map(was.series.map((one) => [one.name, one]));
    const names = new Set(is.series.map(({ name }) => name));
    const changed: string[] = [];
    for (const { name, rows, filledRows } of is.series) {
      const its = old.get(name);
      if (!its) changed.push(`${name} (${stage}) is new: ${plural(rows, 'row')}.`);
      else {
        const parts = [
          ...(its.rows === rows ? [] : [`${count(its.rows)} → ${plural(rows, 'row')}`]),
          ...(its.filledRows === filledRows
            ? []
            : [`${count(its.filledRows)} → ${count(filledRows)} filled`]),
        ];
        if (parts.length > 0) changed.push(`${name} (${stage}): ${parts.join(', ')}.`);
      }
    }
    for (const { name } of was.series) if (!names.has(name)) changed.push(`${name} (${stage}) is gone.`);
    append(sentences, first(changed));
  }
  return sentences;
}

function columnChanges(before: VersionDocuments, after: VersionDocuments): string[] {
  return stagePairs(before, after).pairs.flatMap(({ stage, was, is }) => {
    const old = new Map(was.schema.map((column) => [column.name, column]));
    const names = new Set(is.schema.map(({ name }) => name));
    return [
      ...is.schema.flatMap(({ name, type, unit }) => {
        const its = old.get(name);
        if (!its) return [`Column ${name} (${stage}) is new: ${type}.`];
        return [
          ...(its.type === type ? [] : [`Column ${name} (${stage}): type ${its.type} → ${type}.`]),
          ...(its.unit === unit
            ? []
            : [`Column ${name} (${stage}): unit ${shown(its.unit)} → ${shown(unit)}.`]),
        ];
      }),
      ...was.schema.flatMap(({ name }) => (names.has(name) ? [] : [`Column ${name} (${stage}) is gone.`])),
    ];
  });
}

/** The columns of each series as the last step left them. */
function lastStatistics({ dataset }: VersionDocuments): Map<string, RowStatistics> {
  const known = new Map<string, RowStatistics>();
  for (const { statistics } of dataset.transformations)
    for (const { series, after } of statistics) known.set(series, after);
  return known;
}

const numbers = ['mean', 'sd', 'min', 'max'] as const;

function statisticChanges(before: VersionDocuments, after: VersionDocuments): string[] {
  const old = lastStatistics(before);
  const text = (value: number | null): string => (value === null ? 'none' : measured(value));
  const changed: string[] = [];
  for (const [series, is] of lastStatistics(after)) {
    const was = old.get(series);
    if (!was) continue;
    const parts = numbers.flatMap((name) =>
      was.value[name] === is.value[name]
        ? []
        : [`${name} ${text(was.value[name])} → ${text(is.value[name])}`],
    );
    const time = (['first', 'last'] as const).flatMap((name) =>
      was.timestamp[name] === is.timestamp[name]
        ? []
        : [`${name} time ${shown(was.timestamp[name])} → ${shown(is.timestamp[name])}`],
    );
    if (parts.length + time.length > 0) changed.push(`${series}: ${[...parts, ...time].join(', ')}.`);
  }
  return first(changed);
}

/** Checks are told apart by id, series and stage. */
const keyOf = ({ id, series, stage }: Record<string, unknown>): string => JSON.stringify([id, series, stage]);
const nameOf = ({ id, expectation, series }: Record<string, unknown>): string =>
  `${shown(id ?? expectation)}${series === undefined ? '' : ` of ${shown(series)}`}`;

function checkChanges(before: VersionDocuments, after: VersionDocuments): string[] {
  const old = new Map(before.checks.map((check) => [keyOf(check), check]));
  const keys = new Set(after.checks.map(keyOf));
  const observed = (check: Record<string, unknown>): string => shown(check['observed']);
  return first([
    ...after.checks.flatMap((check) => {
      const was = old.get(keyOf(check));
      if (!was)
        return check['pass'] === true ? [] : [`${nameOf(check)} is new, and fails: ${observed(check)}.`];
      if (was['pass'] === check['pass']) return [];
      return [
        `${nameOf(check)} ${check['pass'] === true ? 'passes now' : 'fails now'}: ${observed(was)} → ${observed(check)}.`,
      ];
    }),
    ...before.checks.flatMap((check) => (keys.has(keyOf(check)) ? [] : [`${nameOf(check)} is gone.`])),
  ]);
}

/** What changed in rows, columns, statistics, checks and labels. */
export function versionChanges(before: VersionDocuments, after: VersionDocuments): VersionChanges {
  const [was, is] = [before.dataset.anomalies.count, after.dataset.anomalies.count];
  return {
    rows: rowChanges(before, after),
    columns: columnChanges(before, after),
    statistics: statisticChanges(before, after),
    checks: checkChanges(before, after),
    labels: was === is ? [] : [`${count(was)} → ${plural(is, 'label')} in the catalogue.`],
  };
}

/** All of them in one list, those of the recipe before them. */
export const allChanges = (
  recipe: readonly string[],
  { rows, columns, statistics, checks, labels }: VersionChanges,
): string[] => [...recipe, ...rows, ...columns, ...statistics, ...checks, ...labels];
