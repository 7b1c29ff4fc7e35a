// Written by scripts/generate-validators.mjs from spec/recipe.schema.json. Do not edit.

export interface SchemaError {
  keyword: string;
  instancePath: string;
  schemaPath: string;
  params: Record<string, unknown>;
  message?: string;
}
/** Whether a value is a recipe. Fills defaults in place; `errors` holds the first problem of the last value, that of a `oneOf` after those of its branches. */
declare const validate: { (value: unknown): boolean; errors?: SchemaError[] | null };
/** spec/recipe.schema.json, as a value. */
export declare const schema: Record<string, unknown>;
export default validate;
