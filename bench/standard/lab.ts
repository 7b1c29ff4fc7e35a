/** The lab as a contestant: from an empty recipe to a bundle, in the page's own clock. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { exportOnce, layOut, saveBundle, type Scripted } from '../lib/bundle';
import {
  bothInOne,
  exportParts,
  folderOf,
  generatedParts,
  resampleStep,
  steps,
  type WrittenStage,
} from './work';

export interface LabRun {
  /** Seconds by stage, in their order; their sum is `whole`. */
  stages: { [stage: string]: number };
  whole: number;
}

interface Phase {
  /** Seconds for the run, of which the series took `generated`. */
  run: number;
  generated: number;
  export: number;
}

/** Changes parts of the recipe and runs it. */
export const runWith = (page: Scripted, parts: object): Promise<{ seconds: number; generated: number }> =>
  page.evaluate(async (changed) => {
    const begin = performance.now();
    await window.dataLab.setRecipe({ ...window.dataLab.recipe(), ...changed });
    const { stages } = await window.dataLab.run();
    const seconds = (performance.now() - begin) / 1000;
    return { seconds, generated: (stages.find(({ name }) => name === 'generated')?.ms ?? NaN) / 1000 };
  }, parts);

/** Takes everything out of the recipe. */
export const clear = (page: Scripted): Promise<unknown> =>
  runWith(page, { generated: [], injections: [], annotations: [], steps: [], export: exportParts });

async function phase(page: Scripted, parts: object): Promise<Phase> {
  const { seconds, generated } = await runWith(page, parts);
  return { run: seconds, generated, export: await exportOnce(page) };
}

export interface Options {
  rows: number;
  seed: number;
  threshold?: number;
  /** The raw series in the bundle as well. */
  raw?: boolean;
  /** Called with the stages that the page's last bundle holds. Its time does not count. */
  onBundle?: (stages: readonly WrittenStage[]) => Promise<void>;
}

/**
 * The whole work from nothing to the bundle. With a recipe that writes one stage at a time: first without the resample step, then with it, each with a
 * bundle of its own.
 */
export async function standardRun(page: Scripted, options: Options): Promise<LabRun> {
  const { rows, seed, threshold, raw = false, onBundle } = options;
  await clear(page);
  const cleaning = steps(threshold);
  const made = generatedParts(rows, seed);
  const writing = { ...exportParts, raw };
  if (bothInOne) {
    const all = await phase(page, {
      ...made,
      steps: [...cleaning, resampleStep],
      export: { ...writing, stages: ['clean', 'resampled'] },
    });
    await onBundle?.(['clean', 'resampled']);
    return {
      stages: { make: all.generated, 'clean, resample': all.run - all.generated, write: all.export },
      whole: all.run + all.export,
    };
  }
  const clean = await phase(page, { ...made, steps: cleaning, export: writing });
  await onBundle?.(['clean']);
  const resampled = await phase(page, { steps: [...cleaning, resampleStep], export: exportParts });
  await onBundle?.(['resampled']);
  return {
    stages: {
      make: clean.generated,
      clean: clean.run - clean.generated,
      resample: resampled.run,
      'write clean': clean.export,
      'write resampled': resampled.export,
    },
    whole: clean.run + clean.export + resampled.run + resampled.export,
  };
}

/** Lays what a run's bundles hold out as `clean`, `resampled` and, where they hold it, `raw` below a folder; gives what is to be called with each bundle. */
export function layOutInto(page: Page, folder: string): NonNullable<Options['onBundle']> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return async (stages) => {
    const zip = join(folder, 'bundle.zip');
    await saveBundle(page, zip);
    for (const stage of stages) layOut(zip, folderOf(stage), join(folder, stage));
    layOut(zip, 'data/raw/', join(folder, 'raw'));
    rmSync(zip);
  };
}
