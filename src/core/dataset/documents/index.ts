/** The documents of a bundle: what is written about the data, beside the data. */
import type { LabelRow } from '../../label/types';
import { canonicalJson, recipeFileText, recipeSchema } from '../../recipe';
import type { Recipe } from '../../recipe/types';
import type { StepReport } from '../../steps/types';
import { lookup } from '../../list';
import { anomalyDocument } from './anomalies';
import { checkDocument, type LeftOut, type ObservedSeries } from './checks';
import { croissant } from './croissant';
import { filledValues, processedColumns, transformations, type BundleFile, type Dataset } from './dataset';
import { readme } from './readme';
import { anomaliesSchema, checksSchema, datasetSchema } from './schemas';

export { leftOutNotes, type LeftOut } from './checks';
export type { BundleFile, Dataset } from './dataset';

/** All that the documents of a bundle are made from. */
export interface BundleFacts {
  recipe: Recipe;
  /** ISO 8601 UTC. */
  created: string;
  /** Versions of the application and of DuckDB. */
  versions: { application: string; engine: string };
  /** The offsets of the zones of local times. */
  timeZones: Dataset['timeZones'];
  /** The sources as the bundle keeps them. */
  sources: Dataset['sources'];
  steps: readonly StepReport[];
  checks: readonly ObservedSeries[];
  /** Absent where nothing is. */
  leftOut?: LeftOut;
  /** The labels followed through the run. */
  labels: readonly LabelRow[];
  processed: {
    stage: Dataset['processed']['stage'];
    rows: number;
    /** Rows by series, in the order of the series. */
    counts: ReadonlyMap<string, number>;
    files: readonly BundleFile[];
  };
  /** Every file of the bundle but its documents, in the order in which they were written. */
  files: readonly BundleFile[];
}

/** SHA-256 of bytes in lower-case hexadecimal: the platform's, which the core does not have. */
export type Sha256 = (bytes: Uint8Array<ArrayBuffer>) => Promise<string>;

const folder = 'data/metadata';
const schemas = {
  dataset_v1: datasetSchema,
  anomalies_v1: anomaliesSchema,
  checks_v1: checksSchema,
  recipe: recipeSchema,
};
const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/**
 * The documents of a bundle by path, in the order in which they are to be written: the recipe, anomalies, checks, JSON Schemas, README,
 * `dataset_v1.json` (which names every file before it but the README, with its hash) and `croissant.json` (which names all others). The same facts
 * give the same texts.
 */
export async function bundleDocuments(facts: BundleFacts, sha256: Sha256): Promise<Map<string, string>> {
  const { recipe, labels, processed } = facts;
  const texts = new Map<string, string>();
  const files = [...facts.files];
  const put = async (path: string, text: string): Promise<void> => {
    const bytes = new TextEncoder().encode(text);
    texts.set(path, text);
    files.push({ path, bytes: bytes.length, sha256: await sha256(bytes) });
  };
  const { checks } = checkDocument(facts.checks, labels, processed.counts, facts.leftOut);
  const passed = checks.filter(({ pass }) => pass).length;
  const checkOf = new Map(facts.checks.map((check) => [check.series, check]));
  await put(`${folder}/recipe.json`, recipeFileText(recipe));
  await put(`${folder}/anomalies_v1.json`, jsonText(anomalyDocument(labels)));
  await put(`${folder}/checks_v1.json`, jsonText({ version: 1, checks }));
  for (const [name, schema] of Object.entries(schemas))
    await put(`${folder}/schemas/${name}.schema.json`, jsonText(schema));
  const dataset: Dataset = {
    version: 1,
    name: recipe.name,
    created: facts.created,
    application: { name: 'Anomaly Data Lab', version: facts.versions.application },
    engine: { name: 'DuckDB', version: facts.versions.engine },
    timeZones: facts.timeZones,
    recipe: {
      path: `${folder}/recipe.json`,
      sha256: await sha256(new TextEncoder().encode(canonicalJson(recipe))),
    },
    sources: facts.sources,
    transformations: transformations(recipe, facts.steps),
    processed: {
      stage: processed.stage,
      format: 'parquet',
      codec: recipe.export.codec,
      partitioning: recipe.export.partition,
      sortedBy: ['series', 'timestamp'],
      rows: processed.rows,
      schema: processedColumns(processed.stage),
      filled: filledValues(facts.checks),
      series: Array.from(processed.counts, ([name, rows]) => {
        const check = lookup(checkOf, name);
        return { name, rows, regular: check.regular, ...filledValues([check]) };
      }),
      files: [...processed.files],
    },
    files: [...files],
    checks: { path: `${folder}/checks_v1.json`, passed, failed: checks.length - passed },
    anomalies: { path: `${folder}/anomalies_v1.json`, count: labels.length },
  };
  await put('README.md', readme(dataset));
  await put(`${folder}/dataset_v1.json`, jsonText(dataset));
  await put('croissant.json', jsonText(croissant(dataset, files)));
  return texts;
}
