import type { LabError } from '../errors';
import { checkChecks } from './checkChecks';
import { checkSource } from './checkSource';
import { checkSplits } from './checkSplits';
import { parseDuration } from './duration';
import { parseInstant } from './instant';
import { fewestValues } from './reach';
import { nameOf } from './series';
import { kindOf, optionsOf } from './steps';
import type { PartitionUnit, Recipe, Step } from './types';

/** Rows of a rolling window that has to be ranked again for each row. */
const maxRankedWindow = 1001;

const second = 1e6;
const week = 6.048e11;
const units: readonly PartitionUnit[] = ['year', 'month', 'day', 'hour'];

const invalid = (path: string, message: string): LabError => ({ code: 'recipe-value', path, message });

function checkStep(step: Step, path: string): LabError | undefined {
  const options = `${path}.${kindOf(step)}`;
  const missing = optionsOf(step, 'missing');
  if (missing?.min !== undefined && missing.max !== undefined && missing.min > missing.max) {
    return invalid(
      `${options}.min`,
      `Expected min to be at most max; got min ${missing.min} and max ${missing.max}. Swap them.`,
    );
  }
  if (missing?.longest !== undefined && parseDuration(missing.longest) === undefined) {
    return invalid(
      `${options}.longest`,
      `Expected a length of time above zero such as 15min; got "${missing.longest}".`,
    );
  }
  const outliers = optionsOf(step, 'outliers');
  const window = outliers?.window;
  if (window !== undefined && window % 2 === 0) {
    return invalid(
      `${options}.window`,
      `Expected an odd number of rows, so that the window has a middle; got ${window}. Take ${window + 1}.`,
    );
  }
  if (window !== undefined && outliers) {
    const { rule, threshold } = outliers;
    const fewest = fewestValues(rule, threshold);
    if (window < fewest) {
      return invalid(
        `${options}.window`,
        `Expected a window in which a value can exceed the threshold ${threshold}: of ${window} values none can${rule === 'zscore' ? ', it is at most (n − 1)/√n deviations from their mean' : ''}. Take at least ${fewest + 1 - (fewest % 2)} rows, a lower threshold, or the rule hampel.`,
      );
    }
  }
  if (window !== undefined && outliers?.rule !== 'zscore' && window > maxRankedWindow) {
    return invalid(
      `${options}.window`,
      `Expected at most ${maxRankedWindow} rows for a rolling median or quartiles, whose cost grows with the window; got ${window}. Take a smaller window, the whole series, or the rule zscore.`,
    );
  }
  const resample = optionsOf(step, 'resample');
  if (resample && resample.every !== 'source') {
    const us = parseDuration(resample.every);
    if (us === undefined || us < second || us > week) {
      return invalid(
        `${options}.every`,
        `Expected a length of time from 1s to 1w such as 5min, or source; got "${resample.every}".`,
      );
    }
  }
  if (resample?.longest !== undefined && parseDuration(resample.longest) === undefined) {
    return invalid(
      `${options}.longest`,
      `Expected a length of time above zero such as 15min; got "${resample.longest}".`,
    );
  }
  return undefined;
}

export function checkPath(file: string, path: string): LabError | undefined {
  const bad = file.split('/').some((part) => part === '' || part === '.' || part === '..');
  return bad
    ? invalid(path, `Expected a relative path such as folder/file.csv, without "." or ".."; got "${file}".`)
    : undefined;
}

interface Interval {
  start?: string;
  end?: string;
}

function checkInterval({ start, end }: Interval, path: string): LabError | undefined {
  const times = { start, end };
  const us: Partial<Record<keyof typeof times, number>> = {};
  for (const name of ['start', 'end'] as const) {
    const text = times[name];
    if (text === undefined) continue;
    us[name] = parseInstant(text);
    if (us[name] === undefined) {
      return invalid(
        `${path}.${name}`,
        `Expected a time that exists, such as 2023-01-01T00:00:00Z; got "${text}".`,
      );
    }
  }
  if (us.start === undefined || us.end === undefined || us.start < us.end) return undefined;
  return invalid(
    `${path}.end`,
    `Expected an end after the start ${start}; got ${end}. Swap them, or move one.`,
  );
}

/** The first id that occurs a second time. */
export function checkIds(items: readonly { id: string }[], path: string): LabError | undefined {
  const seen = new Set<string>();
  for (const [index, { id }] of items.entries()) {
    if (seen.has(id)) {
      return invalid(`${path}[${index}].id`, `Expected a unique id; "${id}" occurs twice. Change one.`);
    }
    seen.add(id);
  }
  return undefined;
}

function checkIntervals(items: readonly Interval[], path: string): LabError | undefined {
  for (const [index, item] of items.entries()) {
    const error = checkInterval(item, `${path}[${index}]`);
    if (error) return error;
  }
  return undefined;
}

/** Names of generated sources: none that another one or a file has. */
function checkNames({ generated, sources }: Recipe): LabError | undefined {
  const seen = new Set(sources.map(({ file }) => file));
  for (const [index, source] of generated.entries()) {
    const name = nameOf(source);
    if (seen.has(name)) {
      return invalid(
        `$.generated[${index}].${'synthetic' in source ? 'synthetic' : 'name'}`,
        `Expected a unique name; a series or file named "${name}" exists already. Choose another.`,
      );
    }
    seen.add(name);
  }
  return undefined;
}

/** What a schema cannot express: values that contradict each other or are out of range in their own unit. */
export function checkValues(recipe: Recipe): LabError | undefined {
  for (const list of ['sources', 'labels'] as const) {
    for (const [index, source] of recipe[list].entries()) {
      const error = checkPath(source.file, `$.${list}[${index}].file`);
      if (error) return error;
    }
  }
  for (const [index, source] of recipe.sources.entries()) {
    const error = checkSource(source, `$.sources[${index}]`);
    if (error) return error;
  }
  for (const [index, step] of recipe.steps.entries()) {
    const error = checkStep(step, `$.steps[${index}]`);
    if (error) return error;
  }
  const error =
    checkNames(recipe) ??
    checkIds(recipe.injections, '$.injections') ??
    checkIds(recipe.annotations, '$.annotations') ??
    checkIntervals(recipe.annotations, '$.annotations') ??
    checkIds(recipe.edits, '$.edits') ??
    checkIntervals(recipe.edits, '$.edits') ??
    checkSplits(recipe.splits) ??
    checkChecks(recipe);
  if (error) return error;
  const { partition } = recipe.export;
  if (partition.some((unit, index) => unit !== units[index])) {
    const got = partition.join(', ');
    return invalid(
      '$.export.partition',
      `Expected the coarsest unit first and none left out: year; year, month; year, month, day; or year, month, day, hour. Got ${got}.`,
    );
  }
  return undefined;
}
