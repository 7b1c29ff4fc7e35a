/** The head of README.md with which the `datasets` library of Hugging Face loads the folder: YAML between two lines of dashes. */
import { splitFolder } from '../partition';
import type { Dataset, ProcessedRows } from './dataset';

/** Text as a YAML scalar: a JSON string is one, once the two line ends that JSON lets stand are escaped (YAML 1.1, 5.4). */
const scalar = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const features: Readonly<Record<string, string>> = {
  STRING: 'string',
  DOUBLE: 'float64',
  BOOLEAN: 'bool',
  INT32: 'int32',
};
const TIMESTAMP = 'timestamp[us, tz=UTC]';

/** Rows of a data set in the classes of the hub; the upper bound of each. */
const sizes: readonly [rows: number, name: string][] = [
  [1e3, 'n<1K'],
  [1e4, '1K<n<10K'],
  [1e5, '10K<n<100K'],
  [1e6, '100K<n<1M'],
  [1e7, '1M<n<10M'],
  [1e8, '10M<n<100M'],
  [1e9, '100M<n<1B'],
  [1e10, '1B<n<10B'],
  [1e11, '10B<n<100B'],
  [1e12, '100B<n<1T'],
];

/** Where the files of each split lie, and how many rows they have; all rows are one split, train, where they are not split, as is usual on the hub. */
function splitsOf({ path, files, rows }: ProcessedRows, splits: readonly string[]) {
  if (splits.length === 0) return [{ name: 'train', path, rows }];
  return splits.flatMap((name) => {
    const folder = `${path}/${splitFolder(name)}`;
    const mine = files.filter((file) => file.path.startsWith(`${folder}/`));
    // A split without files would be an error of the loader.
    if (mine.length === 0) return [];
    return [{ name, path: folder, rows: mine.reduce((sum, file) => sum + (file.rows ?? 0), 0) }];
  });
}

/** `licence` as the hub has it: an SPDX identifier in lower case, or its address. */
const licenceLines = (licence: string): string[] =>
  /^[A-Za-z0-9.+-]+$/.test(licence)
    ? [`license: ${scalar(licence.toLowerCase())}`]
    : ['license: other', `license_name: ${scalar('see link')}`, `license_link: ${scalar(licence)}`];

/** The head; `splits`: names of the splits in order of time. */
export function cardHead(dataset: Dataset, splits: readonly string[]): string {
  const { about, processed, earlierStages = [] } = dataset;
  const stages = [...earlierStages, processed];
  const rows = stages.reduce((sum, stage) => sum + stage.rows, 0);
  const tags = ['time-series', 'anomaly-detection', ...(about.keywords ?? [])];
  const configs = stages.map((stage) => ({
    name: stages.length === 1 ? 'default' : stage.stage,
    isDefault: stage === processed,
    splits: splitsOf(stage, splits),
    stage,
  }));
  return [
    '---',
    `pretty_name: ${scalar(about.title ?? dataset.name)}`,
    ...(about.licence === null ? [] : licenceLines(about.licence)),
    'tags:',
    ...[...new Set(tags)].map((tag) => `- ${scalar(tag)}`),
    'size_categories:',
    `- ${scalar(sizes.find(([bound]) => rows < bound)?.[1] ?? 'n>1T')}`,
    'configs:',
    ...configs.flatMap((config) => [
      `- config_name: ${scalar(config.name)}`,
      ...(config.isDefault && configs.length > 1 ? ['  default: true'] : []),
      '  data_files:',
      ...config.splits.flatMap((split) => [
        `  - split: ${scalar(split.name)}`,
        `    path: ${scalar(`${split.path}/**`)}`,
      ]),
    ]),
    'dataset_info:',
    ...configs.flatMap((config) => [
      `- config_name: ${scalar(config.name)}`,
      '  features:',
      ...config.stage.schema.flatMap(({ name, type }) => [
        `  - name: ${scalar(name)}`,
        `    dtype: ${scalar(features[type] ?? TIMESTAMP)}`,
      ]),
      '  splits:',
      ...config.splits.flatMap((split) => [
        `  - name: ${scalar(split.name)}`,
        // The bytes are those of Arrow's tables in memory, which nothing here makes: 0 is the library's own word for unknown.
        '    num_bytes: 0',
        `    num_examples: ${split.rows}`,
      ]),
    ]),
    '---',
    '',
    '',
  ].join('\n');
}
