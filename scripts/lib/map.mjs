/**
 * The map of the code: each feature has one name, and a folder of that name in each layer that has a part of it. The table in ARCHITECTURE.md is
 * the same for readers; `.dependency-cruiser.mjs` and `scripts/boundaries.test.ts` hold folders, table and imports to it.
 */

/** Layers, by their folder. */
export const layers = {
  core: 'src/core',
  worker: 'src/engine/worker',
  state: 'src/state',
  ui: 'src/ui',
};

/** Folders by feature: in which layers it has one. */
export const features = {
  recipe: ['core', 'worker', 'state', 'ui'],
  ingest: ['core', 'worker', 'state', 'ui'],
  sources: ['core', 'state', 'ui'],
  series: ['worker', 'ui'],
  synth: ['core', 'worker', 'state', 'ui'],
  steps: ['core', 'worker', 'ui'],
  label: ['core', 'worker', 'state', 'ui'],
  detect: ['core', 'worker', 'state', 'ui'],
  nab: ['core', 'worker', 'state', 'ui'],
  compare: ['core', 'worker', 'state', 'ui'],
  view: ['core', 'worker', 'state', 'ui'],
  query: ['core', 'worker', 'ui'],
  dataset: ['core', 'worker', 'state', 'ui'],
  checks: ['core', 'worker', 'state', 'ui'],
  versions: ['core', 'state', 'ui'],
  verify: ['core', 'worker', 'state', 'ui'],
  pipeline: ['core', 'worker', 'state', 'ui'],
  spark: ['core', 'state', 'ui'],
  session: ['state'],
};

/** Folders of one layer alone: what its features stand on, or what holds them together. */
export const foundations = {
  core: ['sql', 'rows', 'random', 'kernel'],
  worker: ['duckdb', 'workers'],
  state: ['engine', 'page'],
  ui: ['shell', 'charts', 'kit', 'styles'],
};

/** What every feature of the core may use; of these themselves, only what is named here. */
const coreBase = { sql: [], kernel: [], rows: [], random: ['kernel'], recipe: [] };

/** Features of the core that use another one in more than its types. */
const coreUses = {
  label: ['synth'],
  checks: ['label', 'dataset'],
  dataset: ['versions'],
  pipeline: ['dataset', 'ingest', 'steps'],
  spark: ['dataset'],
};

/** Folders of the core whose values a folder of the core may import. Files of `src/core` itself are open to all. */
export const coreMayUse = (folder) => [
  folder,
  ...(coreBase[folder] ?? [...Object.keys(coreBase), ...(coreUses[folder] ?? [])]),
];

/** Folders of a layer. */
export const foldersOf = (layer) => [
  ...Object.keys(features).filter((feature) => features[feature].includes(layer)),
  ...foundations[layer],
];
