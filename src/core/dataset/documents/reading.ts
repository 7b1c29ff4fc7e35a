/** How the rows of a bundle are read: lines for the tools that people use, and the table for Athena. */
import type { PartitionUnit } from '../../recipe/types';
import type { Dataset, ProcessedRows } from './dataset';
import { documentPaths } from './names';

/** Types of Athena's DDL (Hive's), by those of the Parquet files. */
const athenaTypes: Readonly<Record<string, string>> = {
  STRING: 'string',
  DOUBLE: 'double',
  BOOLEAN: 'boolean',
  INT32: 'int',
};

/** Digits and greatest value of a folder's number. */
const units: Readonly<Record<PartitionUnit, { digits: number; least: number; greatest: number }>> = {
  year: { digits: 4, least: 0, greatest: 9999 },
  month: { digits: 2, least: 1, greatest: 12 },
  day: { digits: 2, least: 1, greatest: 31 },
  hour: { digits: 2, least: 0, greatest: 23 },
};

/** A name of a table that needs no quotes in Athena: lower-case letters, digits and `_`. */
const tableName = (name: string): string => {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return /^[a-z]/.test(plain) ? plain.slice(0, 120) : `data_${plain.slice(0, 120)}`;
};

/** The years of a stage's files, by their folders. */
function yearsOf({ files }: ProcessedRows): [first: number, last: number] | undefined {
  const years = files.flatMap(({ path }) => {
    const found = /\/year=(-?\d+)\//.exec(path);
    return found ? [Number(found[1])] : [];
  });
  let range: [number, number] | undefined;
  for (const year of years)
    range = range ? [Math.min(range[0], year), Math.max(range[1], year)] : [year, year];
  return range;
}

/**
 * `CREATE EXTERNAL TABLE` for Athena with partition projection: no crawler, and no MSCK REPAIR TABLE. The address of the bucket is for whoever runs it to
 * fill in.
 */
export function athenaTable(dataset: Dataset, splits: readonly string[]): string {
  const { processed } = dataset;
  const { path, schema, partitioning } = processed;
  const place = `s3://BUCKET/FOLDER/${path}`;
  const years = yearsOf(processed);
  const parts = [...(splits.length > 0 ? ['split' as const] : []), ...partitioning];
  const columns = schema.map(({ name, type }) => `  \`${name}\` ${athenaTypes[type] ?? 'timestamp'}`);
  const projection = parts.flatMap((part): string[] => {
    if (part === 'split')
      return [`'projection.split.type'='enum'`, `'projection.split.values'='${splits.join(',')}'`];
    const { digits, least, greatest } = units[part];
    const [from, to] = part === 'year' && years ? years : [least, greatest];
    return [
      `'projection.${part}.type'='integer'`,
      `'projection.${part}.range'='${from},${to}'`,
      `'projection.${part}.digits'='${digits}'`,
    ];
  });
  const template = parts.map((part) => `${part}=\${${part}}`).join('/');
  return [
    `CREATE EXTERNAL TABLE ${tableName(dataset.name)} (`,
    columns.join(',\n'),
    ')',
    ...(parts.length > 0
      ? [
          `PARTITIONED BY (${parts.map((part) => `\`${part}\` ${part === 'split' ? 'string' : 'int'}`).join(', ')})`,
        ]
      : []),
    'STORED AS PARQUET',
    `LOCATION '${place}/'`,
    ...(parts.length > 0
      ? [
          'TBLPROPERTIES (',
          [
            `  'projection.enabled'='true'`,
            ...projection.map((line) => `  ${line}`),
            `  'storage.location.template'='${place}/${template}/'`,
          ].join(',\n'),
          ')',
        ]
      : []),
    ';',
  ]
    .join('\n')
    .replace(/\n;$/, ';');
}

/** The part of README.md about reading. `splits`: names of the splits in order of time; `card`: whether README.md has a head for Hugging Face. */
export function readingText(dataset: Dataset, splits: readonly string[], card: boolean): string {
  const { path } = dataset.processed;
  const [first] = splits;
  return `## Reading it
\`\`\`python
import pandas as pd
df = pd.read_parquet("${path}")

import polars as pl
df = pl.read_parquet("${path}/**/*.parquet", hive_partitioning=True)

import duckdb
df = duckdb.sql("FROM read_parquet('${path}/**/*.parquet', hive_partitioning = true)").df()

import dask.dataframe as dd
df = dd.read_parquet("${path}")

df = spark.read.parquet("${path}")  # spark.sql.session.timeZone = UTC
\`\`\`
${
  first === undefined
    ? ''
    : `
Each series is split in order of time (${splits.join(', ')}). The split is the column \`split\`, from the folders' names; one alone is read from
its folder, such as \`${path}/split=${first}\`.
`
}
In Athena, once the folder lies in a bucket. Partitions are projected from their names: no crawler, no \`MSCK REPAIR TABLE\`.

\`\`\`sql
${athenaTable(dataset, splits)}
\`\`\`

## For other tools
\`\`\`python
import mlcroissant as mlc  # croissant.json
rows = mlc.Dataset(jsonld="croissant.json").records(record_set="${dataset.earlierStages ? `${dataset.processed.stage}-rows` : 'rows'}")
${
  card
    ? `
import datasets  # the head of this file
splits = datasets.load_dataset(".")
`
    : ''
}\`\`\`

- \`${documentPaths(dataset.version).lineage}\`: the run as events of OpenLineage, with the lineage of each column.
- \`mlflow_dataset.py\`: logs the rows to MLflow: \`python mlflow_dataset.py --tracking-uri sqlite:///mlflow.db\`.
- \`ro-crate-metadata.json\`: the bundle as an RO-Crate (Process Run Crate).
- \`data.dvc\`: the folder \`data\` for DVC: \`dvc commit data.dvc\` takes it over, \`dvc status\` tells what has changed since.`;
}
