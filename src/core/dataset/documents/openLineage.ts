/**
 * The run as events of OpenLineage (https://openlineage.io/spec/2-0-2/OpenLineage.json): what went in, what came out, and from which columns of what went in
 * each column was made.
 */
import type { Recipe } from '../../recipe/types';
import { columnLineage } from './columns';
import type { ColumnLineage, Dataset, ProcessedRows } from './dataset';
import { documentPaths } from './names';
import { APPLICATION } from './software';

type Json = Record<string, unknown>;

/** A URI, as the format wants one; the lab has no address of its own. */
const PRODUCER = 'urn:anomaly-data-lab';
/** Paths are those within the bundle. */
const FILES = 'file';
const JOBS = 'anomaly-data-lab';

/** A facet with the schema that it follows. */
const facet = (name: string, version: string, content: Json): Json => ({
  _producer: PRODUCER,
  _schemaURL: `https://openlineage.io/spec/facets/${version}/${name}.json#/$defs/${name}`,
  ...content,
});

/** An identifier made of a SHA-256 in hexadecimal: a UUID of version 8 (RFC 9562, section 5.8), for nothing here is drawn at random. */
export function uuidOf(sha256: string): string {
  const variant = ((Number.parseInt(sha256.slice(16, 17), 16) & 3) | 8).toString(16);
  return [
    sha256.slice(0, 8),
    sha256.slice(8, 12),
    `8${sha256.slice(13, 16)}`,
    `${variant}${sha256.slice(17, 20)}`,
    sha256.slice(20, 32),
  ].join('-');
}

const nameOf = ({ name, path }: Dataset['sources'][number]): string => path ?? name;

const bytesOf = (files: ProcessedRows['files']): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** A source, with its hash as its version. */
function input(source: Dataset['sources'][number]): Json {
  const { kind, rows, bytes, sha256, zone } = source;
  const descriptions = {
    file: `Observations, times in ${zone}.`,
    labels: `Labels, times in ${zone}.`,
    synthetic: 'A generated series.',
    copy: 'A generated copy of a series.',
  };
  return {
    namespace: FILES,
    name: nameOf(source),
    facets: {
      documentation: facet('DocumentationDatasetFacet', '1-1-0', { description: descriptions[kind] }),
      ...(sha256 === null
        ? {}
        : { version: facet('DatasetVersionDatasetFacet', '1-0-1', { datasetVersion: sha256 }) }),
    },
    inputFacets: {
      inputStatistics: facet('InputStatisticsInputDatasetFacet', '1-0-0', {
        rowCount: rows,
        ...(bytes === null ? {} : { size: bytes }),
      }),
    },
  };
}

/** From which columns of the sources a column is made. A source as a whole has no column to be named. */
function lineageOf({ inputs, sentence }: ColumnLineage, { sources }: Dataset): Json {
  return {
    inputFields: inputs.flatMap(({ source: name, column }) => {
      const source = sources.find((one) => one.name === name);
      if (!source || column === null) return [];
      const transformations = [
        { type: 'DIRECT', subtype: 'TRANSFORMATION', description: sentence, masking: false },
      ];
      return [{ namespace: FILES, name: nameOf(source), field: column, transformations }];
    }),
    transformationDescription: sentence,
  };
}

/** The rows of a stage. */
function output(stage: ProcessedRows, dataset: Dataset, recipe: Recipe): Json {
  const { path, schema, rows, files } = stage;
  const columns = columnLineage(recipe, stage, documentPaths(dataset.version));
  return {
    namespace: FILES,
    name: path,
    facets: {
      documentation: facet('DocumentationDatasetFacet', '1-1-0', {
        description: `The ${stage.stage} rows of ${dataset.name}.`,
      }),
      schema: facet('SchemaDatasetFacet', '1-2-0', {
        fields: schema.map(({ name, type, meaning }, index) => ({
          name,
          type,
          description: meaning,
          ordinal_position: index + 1,
        })),
      }),
      storage: facet('StorageDatasetFacet', '1-0-1', { storageLayer: 'file', fileFormat: 'parquet' }),
      version: facet('DatasetVersionDatasetFacet', '1-0-1', { datasetVersion: String(dataset.version) }),
      columnLineage: facet('ColumnLineageDatasetFacet', '1-2-0', {
        fields: Object.fromEntries(columns.map((column) => [column.name, lineageOf(column, dataset)])),
      }),
    },
    outputFacets: {
      outputStatistics: facet('OutputStatisticsOutputDatasetFacet', '1-0-2', {
        rowCount: rows,
        size: bytesOf(files),
        fileCount: files.length,
      }),
    },
  };
}

/**
 * `openlineage.ndjson`: the start and the end of the run, an event a line, as clients of OpenLineage send and keep them. Both bear the time at which the export
 * was asked for, the only one that is known. `runId`: of `uuidOf`.
 */
export function openLineage(dataset: Dataset, recipe: Recipe, runId: string): string {
  const { software, created, processed, earlierStages = [] } = dataset;
  const application = software.find(({ role }) => role === APPLICATION);
  const job = {
    namespace: JOBS,
    name: dataset.name === '' ? 'dataset' : dataset.name,
    facets: {
      jobType: facet('JobTypeJobFacet', '2-0-4', {
        processingType: 'BATCH',
        integration: 'ANOMALY_DATA_LAB',
        jobType: 'JOB',
      }),
      documentation: facet('DocumentationJobFacet', '1-1-0', {
        description: [
          `Recipe ${dataset.recipe.path}.`,
          ...dataset.transformations.filter(({ off }) => !off).map(({ sentence }) => sentence),
        ].join(' '),
      }),
    },
  };
  const facets = application && {
    processing_engine: facet('ProcessingEngineRunFacet', '1-1-1', {
      name: application.name,
      version: application.version,
    }),
  };
  const event = (eventType: 'START' | 'COMPLETE'): Json => ({
    eventType,
    eventTime: created,
    producer: PRODUCER,
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
    run: { runId, facets: facets ?? {} },
    job,
    inputs: dataset.sources.map(input),
    outputs: [...earlierStages, processed].map((stage) => output(stage, dataset, recipe)),
  });
  return `${JSON.stringify(event('START'))}\n${JSON.stringify(event('COMPLETE'))}\n`;
}
