/** Runs recipes by the command line, files and all, for bundles that others are held against. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lab } from '../../../src/cli/lab.node';
import { emptyRecipe, recipeFileText } from '../../../src/core/recipe';
import type { FileSource, GeneratedSource, LabelSource, Recipe, Step } from '../../../src/core/recipe/types';
import { nodeEnvironment } from '../../../src/engine/worker/ingest/environment.node';
import { inspectFiles } from '../../../src/engine/worker/ingest/inspectFiles';
import { folderOf } from '../../../src/engine/worker/steps/scripts.node';

export const folder = 'reports/readers/runs';
const nab = [process.env['NAB_DATA'] ?? '../shared/nab/data', 'public/samples'].find(existsSync) ?? '';

const quiet = { signal: new AbortController().signal, progress: () => undefined };

/** Every file below a folder, as `path: content`. */
export function filesBelow(root: string, below = ''): Map<string, Uint8Array<ArrayBuffer>> {
  const found = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const name of readdirSync(join(root, below)).toSorted()) {
    const path = below === '' ? name : `${below}/${name}`;
    if (statSync(join(root, path)).isDirectory())
      for (const [inner, content] of filesBelow(root, path)) found.set(inner, content);
    else found.set(path, new Uint8Array(readFileSync(join(root, path))));
  }
  return found;
}

export interface Run {
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** Instead of what is proposed for the files. */
  sources?: FileSource[];
  /** Changes what is proposed for a file. */
  source?: (source: FileSource) => FileSource;
  generated?: GeneratedSource[];
  recipe?: Partial<Recipe>;
  /** Names of conflicts between its files that are there on purpose. */
  accept?: string[];
  /** Where the bundle goes, instead of among the others. */
  folder?: string;
  /** Whether the command line answers in JSON. */
  json?: boolean;
  steps: Step[];
}

/** The sources that are proposed for files. */
async function proposed({ files, source: change }: Run): Promise<Pick<Recipe, 'sources' | 'labels'>> {
  const given = Array.from(files, ([file, content]) => ({ name: file, file: new File([content], file) }));
  const looks = await inspectFiles(given, { ...quiet, environment: nodeEnvironment });
  const found = given.map(({ name: file }, index) => {
    const source = looks[index]?.source;
    if (!source) throw new Error(`${file}: ${looks[index]?.error?.message}`);
    return source;
  });
  const sources = found.flatMap((one) => ('time' in one ? [change?.(one) ?? one] : []));
  const labels = found.flatMap((one): LabelSource[] => ('time' in one ? [] : [one]));
  return { sources, labels };
}

/** Proposes the sources of files unless they are given, then runs the recipe by the command line, which exports the bundle; what that says. */
export async function write(name: string, run: Run): Promise<string> {
  const { code, stderr } = await made(name, run);
  // 1: a check of the data does not hold, which is no matter here.
  return code === 0 || code === 1 ? readdirSync(run.folder ?? folder).join(' ') : `${code}: ${stderr}`;
}

/** The same; what the command line ends with. */
export async function made(name: string, run: Run): ReturnType<typeof lab> {
  const { files, sources, generated = [], recipe: more, accept = [], steps } = run;
  const described = sources ? { sources } : await proposed(run);
  const recipe: Recipe = { ...emptyRecipe(), name, ...described, generated, ...more, steps };
  const input = await folderOf([...files, ['recipe.json', recipeFileText(recipe)]]);
  try {
    return await lab(
      'run',
      join(input.path, 'recipe.json'),
      '--input',
      input.path,
      '--output',
      join(run.folder ?? folder, `${name}.zip`),
      '--now',
      '2026-01-01T00:00:00Z',
      ...accept.flatMap((one) => ['--accept', one]),
      ...(run.json === true ? ['--json'] : []),
    );
  } finally {
    await input.gone();
  }
}

export const both: Partial<Recipe> = { export: { ...emptyRecipe().export, stages: ['clean', 'resampled'] } };
/** Series and label files of the corpus, or of the samples where it is not there. */
export const nabFiles = new Map(
  [...filesBelow(nab), ...(nab.endsWith('data') ? filesBelow(join(nab, '..'), 'labels') : [])].filter(
    ([path]) => /\.csv$|combined_.*\.json$/.test(path),
  ),
);
export const inZone =
  (zone: (file: string) => string | undefined) =>
  (source: FileSource): FileSource => {
    const its = zone(source.file);
    return its === undefined ? source : { ...source, time: { ...source.time, zone: its } };
  };

/** Few folders of rows: what is read is of interest, not where it is written. */
export const byYear: Partial<Recipe> = { export: { ...emptyRecipe().export, partition: ['year'] } };
