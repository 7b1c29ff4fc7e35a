import { LabFailure } from '../core/errors';
import { parseRecipe } from '../core/recipe';
import type { ExportOptions, Recipe } from '../core/recipe/types';
import { addFiles, type Added } from './add';
import { exportBundle } from './export';
import { runQuery } from './queries';
import { currentRecipe, editRecipe } from './recipe';
import { runCurrent, upToDate } from './sync';

/** What scripts may do from outside; see docs/automation.md. Failures are thrown as `{ code, path, message }`. */
export interface DataLab {
  addFiles(files: File[]): Promise<Added>;
  recipe(): Recipe;
  setRecipe(recipe: unknown): Promise<void>;
  run(): Promise<{ stages: { name: string; rows: number; ms: number }[]; warnings: string[] }>;
  query(sql: string): Promise<object[]>;
  exportBundle(options?: Partial<ExportOptions>): Promise<File>;
}

declare global {
  interface Window {
    dataLab: DataLab;
  }
}

/** An error as scripts see it: an Error that carries the code and, for recipes, the JSON path. */
async function plainly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof LabFailure) throw Object.assign(new Error(thrown.error.message), thrown.error);
    throw thrown;
  }
}

export const dataLab: DataLab = {
  addFiles: (files) =>
    plainly(() => addFiles(files.map((file) => ({ name: file.webkitRelativePath || file.name, file })))),
  recipe: () => structuredClone(currentRecipe()),
  setRecipe: (recipe) =>
    plainly(async () => {
      const parsed = parseRecipe(recipe);
      if (!parsed.ok) throw new LabFailure(parsed.error);
      editRecipe(() => parsed.value);
    }),
  run: () =>
    plainly(async () => {
      const { stages, warnings } = await runCurrent();
      return { stages, warnings };
    }),
  query: (sql) =>
    plainly(async () => {
      await upToDate();
      return (await runQuery(sql, undefined, 1_000_000)).rows;
    }),
  exportBundle: (options) =>
    plainly(async () => {
      if (options) editRecipe((recipe) => ({ ...recipe, export: { ...recipe.export, ...options } }));
      await upToDate();
      const { file } = await exportBundle();
      if (!file)
        throw new LabFailure({ code: 'internal', message: 'Expected one zip; none was written. Try again.' });
      return file;
    }),
};
