/** JSON Schemas (draft 2020-12) of the bundle's metadata. */
import { stepKinds } from '../../recipe/steps';

type Schema = Record<string, unknown>;

const object = (properties: Record<string, Schema>, optional: string[] = []): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  additionalProperties: false,
});
const array = (items: Schema): Schema => ({ type: 'array', items });
const text: Schema = { type: 'string' };
const flag: Schema = { type: 'boolean' };
const whole: Schema = { type: 'integer', minimum: 0 };
const version: Schema = { const: 1 };
const hash: Schema = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const time: Schema = {
  type: 'string',
  pattern: '^[+-]?[0-9]{4,6}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?Z$',
};
const filled: Record<string, Schema> = {
  filledRows: whole,
  missingRows: whole,
  filledShare: { type: 'number', minimum: 0, maximum: 1 },
  longestFilled: orNull(object({ series: text, start: time, seconds: { type: 'number', minimum: 0 } })),
};
const counts: Schema = { type: 'object', additionalProperties: { type: 'number' } };
const file = object({ path: text, bytes: whole, sha256: hash, rows: whole }, ['rows']);
const top = (title: string, schema: Schema): Schema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title,
  ...schema,
});

const seconds: Schema = { type: 'integer', description: 'Seconds ahead of UTC.' };
const timeZones: Schema = {
  ...object({
    provider: {
      ...text,
      description:
        'Whose zone data was used: the browser as it names itself. Browsers do not tell the release of the IANA database they hold.',
    },
    fingerprint: {
      ...orNull(hash),
      description:
        'SHA-256 of what `zones` says, in its order, one line each, UTF-8, each line ended by a line feed: zone, from, offset; then zone, at, offset for each change; parted by single blanks. Null where all times are UTC.',
    },
    zones: array(
      object({
        zone: text,
        from: time,
        to: time,
        offset: seconds,
        changes: array(object({ at: time, offset: seconds })),
      }),
    ),
  }),
  description:
    'The offsets by which local times became UTC: for each zone, sorted by name, the offset at the start of the calendar years (UTC) in which its series lie, and every change until their end. Another runner whose zone data gives the same offsets gives the same times.',
};

const processedRows: Schema = object({
  stage: { enum: ['clean', 'resampled'] },
  path: text,
  format: { const: 'parquet' },
  codec: { enum: ['snappy', 'gzip', 'zstd', 'none'] },
  partitioning: array({ enum: ['year', 'month', 'day', 'hour'] }),
  sortedBy: { const: ['series', 'timestamp'] },
  rows: whole,
  schema: array(object({ name: text, type: text, unit: text, meaning: text }, ['unit'])),
  filled: object(filled),
  series: array(object({ name: text, rows: whole, regular: flag, ...filled })),
  files: array(file),
});

export const datasetSchema = top(
  'dataset_v1.json',
  object(
    {
      version,
      name: text,
      created: text,
      application: object({ name: text, version: text }),
      engine: object({ name: text, version: text }),
      timeZones,
      recipe: object({ path: text, sha256: hash }),
      sources: array(
        object(
          {
            name: text,
            kind: { enum: ['file', 'labels', 'synthetic', 'copy'] },
            path: orNull(text),
            bytes: orNull(whole),
            sha256: orNull(hash),
            rows: whole,
            rejected: whole,
            series: array(text),
            zone: text,
            definition: { type: 'object' },
          },
          ['definition'],
        ),
      ),
      transformations: array(
        object({
          index: whole,
          kind: { enum: stepKinds },
          off: flag,
          parameters: { type: 'object' },
          rowsIn: whole,
          rowsOut: whole,
          counts,
          series: array(object({ series: text, rowsIn: whole, rowsOut: whole, counts })),
          sentence: text,
          warnings: array(text),
        }),
      ),
      processed: processedRows,
      earlierStages: array(processedRows),
      files: array(file),
      checks: object({ path: text, passed: whole, failed: whole }),
      anomalies: object({ path: text, count: whole }),
    },
    ['earlierStages'],
  ),
);

export const checksSchema = top(
  'checks_v1.json',
  object({
    version,
    checks: array(
      object(
        {
          expectation: text,
          series: text,
          stage: { enum: ['clean', 'resampled'] },
          observed: text,
          pass: flag,
        },
        ['series', 'stage'],
      ),
    ),
  }),
);

export const anomaliesSchema = top(
  'anomalies_v1.json',
  object({
    version,
    anomalies: array(
      object({
        timestamp: time,
        type: text,
        id: text,
        series: text,
        start: time,
        end: time,
        labelStart: orNull(time),
        labelEnd: orNull(time),
        origin: { enum: ['imported', 'manual', 'injected', 'detected'] },
        file: orNull(text),
        rows: whole,
        severitySigma: orNull({ type: 'number', minimum: 0 }),
        requested: orNull({ type: 'object' }),
        realised: orNull({ type: 'object' }),
        seed: orNull(whole),
        injection: orNull(text),
        detector: orNull(text),
        note: orNull(text),
        confidence: orNull({ type: 'number', minimum: 0, maximum: 1 }),
      }),
    ),
  }),
);
