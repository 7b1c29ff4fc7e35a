/** The documents of a bundle: what is written about the data, beside the data. */
import type { LabelRow } from '../../label/types';
import { canonicalJson, recipeFileText, recipeSchema } from '../../recipe';
import type { Recipe } from '../../recipe/types';
import type { StepReport } from '../../steps/types';
import { last } from '../../list';
import { anomalyEntries } from './anomalies';
import { checkEntries, type LeftOut } from './checks';
import { croissant } from './croissant';
import { processedRows, transformations, type BundleFile, type Dataset, type StageRows } from './dataset';
import { listDocument } from './lines';
import { readme } from './readme';
import { anomaliesSchema, checksSchema, datasetSchema } from './schemas';

export { leftOutNotes, type LeftOut, type ObservedSeries } from './checks';
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
  /** Absent where nothing is. */
  leftOut?: LeftOut;
  /** The labels followed through the run. */
  labels: readonly LabelRow[];
  /** The stages that are in the bundle, at least one, in the order of the run. */
  stages: readonly StageRows[];
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

/** A document as it is to be written. */
export interface BundleDocument {
  path: string;
  bytes: Uint8Array<ArrayBuffer>;
  sha256: string;
}

/**
 * The documents of a bundle, in the order in which they are to be written: the recipe, anomalies, checks, JSON Schemas, README,
 * `dataset_v1.json` (which names every file before it but the README, with its hash) and `croissant.json` (which names all others). The same facts
 * give the same texts.
 */
export async function bundleDocuments(facts: BundleFacts, sha256: Sha256): Promise<BundleDocument[]> {
  const { recipe, labels, stages } = facts;
  const documents: BundleDocument[] = [];
  const files = [...facts.files];
  const put = async (path: string, content: string | Uint8Array<ArrayBuffer>): Promise<void> => {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const hash = await sha256(bytes);
    documents.push({ path, bytes, sha256: hash });
    files.push({ path, bytes: bytes.length, sha256: hash });
  };
  const checks = checkEntries(stages, labels, facts.leftOut);
  const passed = checks.filter(({ pass }) => pass).length;
  await put(`${folder}/recipe.json`, recipeFileText(recipe));
  await put(`${folder}/anomalies_v1.json`, listDocument('anomalies', anomalyEntries(labels)));
  await put(`${folder}/checks_v1.json`, listDocument('checks', checks));
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
    processed: processedRows(recipe, last(stages)),
    ...(stages.length > 1
      ? { earlierStages: stages.slice(0, -1).map((stage) => processedRows(recipe, stage)) }
      : {}),
    files: [...files],
    checks: { path: `${folder}/checks_v1.json`, passed, failed: checks.length - passed },
    anomalies: { path: `${folder}/anomalies_v1.json`, count: labels.length },
  };
  await put('README.md', readme(dataset));
  await put(`${folder}/dataset_v1.json`, jsonText(dataset));
  await put('croissant.json', jsonText(croissant(dataset, files)));
  return documents;
}
