import { valueError, type LabError } from '../errors';
import { checkInjection, checkShape } from './inject';
import type { Recipe } from '../recipe/types';
import { checkSynthetic } from './plan';
import { seriesOf } from '../recipe/series';

/**
 * The first error in the generated part of a recipe, as far as it shows without data. `plan` false: sources are not compiled and no place is looked
 * for, which takes long where there are many (`plansQuickly`); making the series finds what is then left.
 */
export function checkGenerated(recipe: Recipe, { plan = true } = {}): LabError | undefined {
  const { generated, injections, seed } = recipe;
  const series = new Set<string>();
  for (const [index, source] of generated.entries()) {
    for (const name of seriesOf(source)) {
      if (series.has(name)) {
        const path = `$.generated[${index}].${'synthetic' in source ? 'synthetic' : 'name'}`;
        const message = `Expected unique series names; "${name}" is used twice. Rename one.`;
        return valueError(path, message);
      }
      series.add(name);
    }
  }
  for (const [index, injection] of injections.entries()) {
    if (series.has(injection.series)) continue;
    const path = `$.injections[${index}].series`;
    const message = `Expected a generated series, or a copy of a loaded one; "${injection.series}" is neither. Copy the series and inject into the copy.`;
    return valueError(path, message);
  }
  for (const [index, injection] of injections.entries()) {
    const shapes = 'shape' in injection ? { shape: injection.shape } : injection.shapes;
    for (const [key, shape] of Object.entries(shapes)) {
      const path = 'shape' in injection ? `[${index}].shape` : `[${index}].shapes[${key}]`;
      const error = checkShape(shape, path);
      if (error) return { ...error, path: `$.injections${error.path ?? path}` };
    }
  }
  if (!plan) {
    // Another series that one relates to may come from a file.
    for (const [index, injection] of injections.entries()) {
      const error = checkInjection(injection, `$.injections[${index}]`, () => true);
      if (error) return error;
    }
    return undefined;
  }
  for (const source of generated) {
    if (!('synthetic' in source)) continue;
    const error = checkSynthetic(source, {
      seed,
      all: generated,
      injections: injections.filter(({ off }) => !off),
    });
    if (error) return error;
  }
  return undefined;
}
