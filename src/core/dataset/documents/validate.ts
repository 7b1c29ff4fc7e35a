/** Documents against their JSON Schemas, compiled ahead. */
import { LabFailure } from '../../errors';
import { copyJson } from '../../json';
import { jsonPath, pointerParts, shortJson, valueAt } from '../../recipe/explain';
import isRecipe, { schema as recipeSchema, type SchemaError } from '../../recipe/validate.generated';
import isAnomalies, { schema as anomaliesSchema } from './schemas/anomalies.generated';
import isChecks, { schema as checksSchema } from './schemas/checks.generated';
import isDataset, { schema as datasetSchema } from './schemas/dataset.generated';

interface Validator {
  schema: Record<string, unknown>;
  validate: { (value: unknown): boolean; errors?: SchemaError[] | null };
  /** What is validated in place of the value, where validating fills in defaults. */
  copy?: (value: unknown) => unknown;
}

/** Lists of a recipe that may be very long. Their items have no defaults. */
const longLists = new Set(['annotations', 'edits']);

/** A recipe of which all but the long lists is a copy. */
const copyRecipe = (recipe: unknown): unknown =>
  typeof recipe === 'object' && recipe !== null
    ? Object.fromEntries(
        Object.entries(recipe).map(([key, item]: [string, unknown]) => [
          key,
          item === undefined || longLists.has(key) ? item : copyJson(item),
        ]),
      )
    : recipe;

/** The documents that have a schema, by the name of its file in `data/metadata/schemas`. */
export const documentSchemas = {
  dataset: { schema: datasetSchema, validate: isDataset },
  anomalies: { schema: anomaliesSchema, validate: isAnomalies },
  checks: { schema: checksSchema, validate: isChecks },
  recipe: { schema: recipeSchema, validate: isRecipe, copy: copyRecipe },
} as const satisfies Record<string, Validator>;

export type DocumentKind = keyof typeof documentSchemas;

/** What a keyword asked for, in short. */
function asked({ keyword, params }: SchemaError): string {
  const { limit } = params;
  switch (keyword) {
    case 'required':
      return `the field "${String(params['missingProperty'])}"`;
    case 'additionalProperties':
      return `no field "${String(params['additionalProperty'])}"`;
    case 'type':
      return [params['type']].flat().join(' or ');
    case 'enum':
      return `one of ${JSON.stringify(params['allowedValues'])}`;
    case 'const':
      return JSON.stringify(params['allowedValue']);
    case 'pattern':
      return `a text like ${String(params['pattern'])}`;
    default:
      return typeof limit === 'number' ? `${keyword} ${limit}` : keyword;
  }
}

/**
 * Holds a document, or one whose list has only some of the items, against its schema. `from`: place of the first of these items among all. Throws `document-invalid`, which
 * names the document and the JSON path.
 */
export function checkDocument(file: string, kind: DocumentKind, value: unknown, from = 0): void {
  const { validate, copy }: Validator = documentSchemas[kind];
  if (validate(copy ? copy(value) : value)) return;
  const [error] = validate.errors ?? [];
  const place = pointerParts(error?.instancePath ?? '');
  const found = valueAt(value, place);
  if (from > 0 && place.length > 1) place[1] = String(Number(place[1]) + from);
  const path = jsonPath(place);
  throw new LabFailure({
    code: 'document-invalid',
    file,
    path,
    message: `${file} does not follow its schema at ${path}: expected ${error ? asked(error) : 'another value'}, got ${shortJson(found)}. Nothing was kept of the bundle. This is a mistake of the lab: please report it, with the recipe.`,
    ...(error ? { detail: `${kind}.schema.json ${error.schemaPath}` } : {}),
  });
}
