import type { LabError } from '../errors';
import { parseDuration } from './duration';
import { parseInstant } from './instant';
import { kindOf, optionsOf } from './steps';
import type { PartitionUnit, Recipe, Step } from './types';

/** Rows of a rolling window that has to be ranked anew for each row. */
const widestRanked = 1001;

const second = 1e6;
const week = 6.048e11;
const units: readonly PartitionUnit[] = ['year', 'month', 'day', 'hour'];

const wrong = (path: string, message: string): LabError => ({ code: 'recipe-value', path, message });

function checkStep(step: Step, path: string): LabError | undefined {
  const at = `${path}.${kindOf(step)}`;
  const missing = optionsOf(step, 'missing');
  if (missing?.min !== undefined && missing.max !== undefined && missing.min > missing.max) {
    return wrong(
      `${at}.min`,
      `Expected min to be at most max; got min ${missing.min} and max ${missing.max}. Exchange them.`,
    );
  }
  if (missing?.longest !== undefined && parseDuration(missing.longest) === undefined) {
    return wrong(
      `${at}.longest`,
      `Expected a length of time above zero such as 15min; got "${missing.longest}".`,
    );
  }
  const outliers = optionsOf(step, 'outliers');
  const window = outliers?.window;
  if (window !== undefined && window % 2 === 0) {
    return wrong(
      `${at}.window`,
      `Expected an odd number of rows, so that the window has a middle; got ${window}. Take ${window + 1}.`,
    );
  }
  if (window !== undefined && outliers?.rule !== 'zscore' && window > widestRanked) {
    return wrong(
      `${at}.window`,
      `Expected at most ${widestRanked} rows for a rolling median or quartiles, whose cost grows with the window; got ${window}. Take a smaller window, the whole series, or the rule zscore.`,
    );
  }
  const every = optionsOf(step, 'resample')?.every;
  if (every !== undefined) {
    const us = parseDuration(every);
    if (us === undefined || us < second || us > week) {
      return wrong(`${at}.every`, `Expected a length of time from 1s to 1w such as 5min; got "${every}".`);
    }
  }
  return undefined;
}

function checkPath(file: string, path: string): LabError | undefined {
  const bad = file.split('/').some((part) => part === '' || part === '.' || part === '..');
  return bad
    ? wrong(path, `Expected a relative path such as folder/file.csv, without "." or ".."; got "${file}".`)
    : undefined;
}

function checkInterval(from: string | undefined, to: string | undefined, path: string): LabError | undefined {
  for (const [name, text] of [
    ['start', from],
    ['end', to],
  ] as const) {
    if (text !== undefined && parseInstant(text) === undefined) {
      return wrong(
        `${path}.${name}`,
        `Expected a time that exists, such as 2023-01-01T00:00:00Z; got "${text}".`,
      );
    }
  }
  if (from === undefined || to === undefined) return undefined;
  return (parseInstant(from) ?? 0) < (parseInstant(to) ?? 0)
    ? undefined
    : wrong(`${path}.end`, `Expected an end after the start ${from}; got ${to}. Exchange them, or move one.`);
}

/** Labels by hand: times that exist, ends after starts, no id twice. */
function checkLabels({ annotations, edits }: Recipe): LabError | undefined {
  for (const [list, items] of [
    ['annotations', annotations],
    ['edits', edits],
  ] as const) {
    const seen = new Set<string>();
    for (const [index, { id, start, end }] of items.entries()) {
      const path = `$.${list}[${index}]`;
      if (seen.has(id))
        return wrong(`${path}.id`, `Expected an id of its own; "${id}" stands twice. Change one.`);
      seen.add(id);
      const error = checkInterval(start, end, path);
      if (error) return error;
    }
  }
  return undefined;
}

/** Names of generated series' sources: no two alike. */
function checkNames({ generated, sources, injections }: Recipe): LabError | undefined {
  const seen = new Set(sources.map(({ file }) => file));
  for (const [index, source] of generated.entries()) {
    const [key, name] = 'synthetic' in source ? ['synthetic', source.synthetic] : ['name', source.name];
    if (seen.has(name)) {
      return wrong(
        `$.generated[${index}].${key}`,
        `Expected a name of its own; a series or file named "${name}" is there already. Choose another.`,
      );
    }
    seen.add(name);
  }
  const ids = new Set<string>();
  for (const [index, { id }] of injections.entries()) {
    if (ids.has(id)) {
      return wrong(
        `$.injections[${index}].id`,
        `Expected an id of its own; "${id}" stands twice. Change one.`,
      );
    }
    ids.add(id);
  }
  return undefined;
}

/** What a schema cannot say: values that contradict each other or are out of range in their own unit. */
export function checkValues(recipe: Recipe): LabError | undefined {
  for (const list of ['sources', 'labels'] as const) {
    for (const [index, source] of recipe[list].entries()) {
      const error = checkPath(source.file, `$.${list}[${index}].file`);
      if (error) return error;
    }
  }
  for (const [index, step] of recipe.steps.entries()) {
    const error = checkStep(step, `$.steps[${index}]`);
    if (error) return error;
  }
  const labels = checkNames(recipe) ?? checkLabels(recipe);
  if (labels) return labels;
  const { partition } = recipe.export;
  if (partition.some((unit, index) => unit !== units[index])) {
    const got = partition.join(', ');
    return wrong(
      '$.export.partition',
      `Expected the coarsest unit first and none left out: year; year, month; year, month, day; or year, month, day, hour. Got ${got}.`,
    );
  }
  return undefined;
}
