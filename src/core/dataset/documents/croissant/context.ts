import { last } from '../../list';
import type { BundleFile, Dataset } from './dataset';

const context = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  containedIn: 'cr:containedIn',
  cr: 'http://mlcommons.org/croissant/',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  dct: 'http://purl.org/dc/terms/',
  equivalentProperty: 'cr:equivalentProperty',
  examples: { '@id': 'cr:examples', '@type': '@json' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileObject: 'cr:fileObject',
  fileProperty: 'cr:fileProperty',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  parentField: 'cr:parentField',
  path: 'cr:path',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  samplingRate: 'cr:samplingRate',
  sc: 'https://schema.org/',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
};

const media: Record<string, string> = {
  csv: 'text/csv',
  gz: 'application/gzip',
  json: 'application/json',
  md: 'text/markdown',
  parquet: 'application/vnd.apache.parquet',
};
const types: Record<string, string> = {
  STRING: 'sc:Text',
  DOUBLE: 'cr:Float64',
  BOOLEAN: 'sc:Boolean',
  INT32: 'cr:Int32',
};

/**
 * `croissant.json` (MLCommons Croissant 1.1): each file with its hash, the Parquet files of each stage as one set, and its fields. `license`, `creator` and
 * `url` are for whoever publishes the bundle to add: nothing here knows them.
 */
export function croissant(dataset: Dataset, files: readonly BundleFile[]): Record<string, unknown> {
  const { processed, earlierStages = [] } = dataset;
  // Of one stage the set is named as what it is; of several each as its stage.
  const sets =
    earlierStages.length === 0
      ? [{ set: 'processed', records: 'rows', of: processed }]
      : [...earlierStages, processed].map((of) => ({ set: of.stage, records: `${of.stage}-rows`, of }));
  return {
    '@context': context,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    name: dataset.name,
    description: `Time series prepared for anomaly detection: ${processed.series.length} series, ${processed.rows} rows.`,
    dateCreated: dataset.created,
    datePublished: dataset.created,
    distribution: [
      ...files.map((file) => ({
        '@type': 'cr:FileObject',
        '@id': file.path,
        name: file.path,
        contentUrl: file.path,
        contentSize: `${file.bytes} B`,
        encodingFormat: media[last(file.path.split('.'))] ?? 'application/octet-stream',
        sha256: file.sha256,
      })),
      ...sets.map(({ set, of }) => ({
        '@type': 'cr:FileSet',
        '@id': set,
        name: set,
        encodingFormat: media.parquet,
        includes: `${of.path}/**/*.parquet`,
      })),
    ],
    recordSet: sets.map(({ set, records, of }) => ({
      '@type': 'cr:RecordSet',
      '@id': records,
      name: records,
      field: of.schema.map(({ name, type, meaning }) => ({
        '@type': 'cr:Field',
        '@id': `${records}/${name}`,
        name,
        description: meaning,
        dataType: types[type] ?? 'sc:DateTime',
        source: { fileSet: { '@id': set }, extract: { column: name } },
      })),
    })),
  };
}
