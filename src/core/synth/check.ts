import type { LabError } from '../errors';
import { checkShape } from './inject';
import type { Recipe } from '../recipe/types';
import { checkSynthetic } from './plan';
import { channelNames } from './models';

/** What is wrong with the generated part of a recipe, as far as that can be told without data; undefined where nothing is. */
export function checkGenerated(recipe: Recipe): LabError | undefined {
  const { generated, injections, seed } = recipe;
  const series = new Set<string>();
  for (const [index, source] of generated.entries()) {
    for (const name of 'synthetic' in source ? channelNames(source) : [source.name]) {
      if (series.has(name)) {
        const path = `$.generated[${index}].${'synthetic' in source ? 'synthetic' : 'name'}`;
        const message = `Expected series with names of their own; "${name}" comes twice. Rename one.`;
        return { code: 'recipe-value', path, message };
      }
      series.add(name);
    }
  }
  for (const [index, injection] of injections.entries()) {
    if (series.has(injection.series)) continue;
    const path = `$.injections[${index}].series`;
    const message = `Expected a generated series, or a copy of a loaded one; "${injection.series}" is none. Make a copy of it and inject into that.`;
    return { code: 'recipe-value', path, message };
  }
  for (const [index, injection] of injections.entries()) {
    const shapes = 'shape' in injection ? { shape: injection.shape } : injection.shapes;
    for (const [key, shape] of Object.entries(shapes)) {
      const path = 'shape' in injection ? `[${index}].shape` : `[${index}].shapes[${key}]`;
      const error = checkShape(shape, path);
      if (error) return { ...error, path: `$.injections${error.path ?? path}` };
    }
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
