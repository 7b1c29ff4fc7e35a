/** The rows of a bundle as sets of files and of records. */
import type { Dataset } from '../dataset';
import { PARQUET } from '../media';
import { splitFolder } from '../../partition';

type Json = Record<string, unknown>;

const types: Readonly<Record<string, string>> = {
  STRING: 'sc:Text',
  DOUBLE: 'cr:Float64',
  BOOLEAN: 'sc:Boolean',
  INT32: 'cr:Int32',
};
/** Columns that say whether a row is anomalous, and how. */
const labels = new Set(['is_anomaly', 'anomaly_type']);

/** Croissant's classes of splits, by the names that people give them. */
const kinds: Readonly<Record<string, string>> = {
  train: 'cr:TrainingSplit',
  training: 'cr:TrainingSplit',
  val: 'cr:ValidationSplit',
  valid: 'cr:ValidationSplit',
  validation: 'cr:ValidationSplit',
  dev: 'cr:ValidationSplit',
  test: 'cr:TestSplit',
  testing: 'cr:TestSplit',
};

/** Of one stage the set of files is named as what it is; of several each as its stage. */
const stagesOf = ({ processed, earlierStages = [] }: Dataset) =>
  earlierStages.length === 0
    ? [{ set: 'processed', records: 'rows', of: processed }]
    : [...earlierStages, processed].map((of) => ({ set: of.stage, records: `${of.stage}-rows`, of }));

/** The Parquet files of each stage. The pattern is one that finds files both in the folder itself and below it. */
export const fileSets = (dataset: Dataset): Json[] =>
  stagesOf(dataset).map(({ set, of }) => ({
    '@type': 'cr:FileSet',
    '@id': set,
    name: set,
    description: `The ${of.stage} rows, sorted by series and time within each file.`,
    encodingFormat: PARQUET,
    includes: `${of.path}/**.parquet`,
  }));

/** The names of the splits, and what Croissant calls them where it knows each. */
function splitSet(splits: readonly string[]): Json {
  const known = splits.every((name) => Object.hasOwn(kinds, name.toLowerCase()));
  const field = (name: string, dataType: string | string[]): Json => ({
    '@type': 'cr:Field',
    '@id': `splits/${name}`,
    name,
    dataType,
  });
  return {
    '@type': 'cr:RecordSet',
    '@id': 'splits',
    name: 'splits',
    description: 'Parts of each series in order of time.',
    dataType: 'cr:Split',
    key: { '@id': 'splits/name' },
    field: [field('name', 'sc:Text'), ...(known ? [field('url', ['sc:URL', 'cr:Split'])] : [])],
    data: splits.map((name) => ({
      'splits/name': name,
      ...(known ? { 'splits/url': kinds[name.toLowerCase()] } : {}),
    })),
  };
}

/** The split of a row: a part of the path of its file. The pattern takes a bare name too, for mlcroissant applies it twice. */
const splitField = (records: string, set: string): Json => ({
  '@type': 'cr:Field',
  '@id': `${records}/split`,
  name: 'split',
  description: 'The split that the row is in.',
  dataType: 'sc:Text',
  source: {
    fileSet: { '@id': set },
    extract: { fileProperty: 'fullpath' },
    transform: { regex: `^(?:.*/${splitFolder('')})?([A-Za-z0-9_]+)(?:/.*)?$` },
  },
  references: { field: { '@id': 'splits/name' } },
});

/** A set of records for each stage, and before them that of the splits where the rows are split. */
export const recordSets = (dataset: Dataset, splits: readonly string[]): Json[] => [
  ...(splits.length > 0 ? [splitSet(splits)] : []),
  ...stagesOf(dataset).map(({ set, records, of }) => ({
    '@type': 'cr:RecordSet',
    '@id': records,
    name: records,
    description: `The ${of.stage} rows.`,
    field: [
      ...of.schema.map(({ name, type, meaning }) => {
        const dataType = types[type] ?? 'sc:DateTime';
        return {
          '@type': 'cr:Field',
          '@id': `${records}/${name}`,
          name,
          description: meaning,
          dataType: labels.has(name) ? [dataType, 'cr:Label'] : dataType,
          source: { fileSet: { '@id': set }, extract: { column: name } },
        };
      }),
      ...(splits.length > 0 ? [splitField(records, set)] : []),
    ],
  })),
];
