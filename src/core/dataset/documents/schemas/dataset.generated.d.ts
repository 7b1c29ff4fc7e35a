// Written by scripts/generate-validators.mjs from spec/dataset.schema.json. Do not edit.

import type { SchemaError } from '../../../recipe/validate.generated';

/** Whether a value is such a document; `errors` holds the first problem of the last value. */
declare const validate: { (value: unknown): boolean; errors?: SchemaError[] | null };
/** spec/dataset.schema.json, as a value. */
export declare const schema: Record<string, unknown>;
export default validate;
