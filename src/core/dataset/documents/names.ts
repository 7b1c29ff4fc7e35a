/** Where the documents of a bundle lie. `version`: of the data set. */

const folder = 'data/metadata';

/** Paths of the documents of one version of a data set. */
export const documentPaths = (version: number) => ({
  recipe: `${folder}/recipe.json`,
  dataset: `${folder}/dataset_v${version}.json`,
  anomalies: `${folder}/anomalies_v${version}.json`,
  checks: `${folder}/checks_v${version}.json`,
  lineage: `${folder}/openlineage.ndjson`,
});

/** Path of a document's JSON Schema. */
export const schemaPath = (name: string): string => `${folder}/schemas/${name}.schema.json`;
