/**
 * Compiles JSON Schemas to plain JavaScript, because the page's Content-Security-Policy forbids the `eval` that ajv
 * needs at run time. Run with `node scripts/generate-validators.mjs`; a test fails when what it writes is out of date.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const head = (name) =>
  `// Written by scripts/generate-validators.mjs from spec/${name}.schema.json. Do not edit.\n`;

/** Schemas of `spec/` and the modules that they become. */
const documents = 'src/core/dataset/documents/schemas';
export const validators = {
  recipe: 'src/core/recipe/validate.generated',
  dataset: `${documents}/dataset.generated`,
  anomalies: `${documents}/anomalies.generated`,
  checks: `${documents}/checks.generated`,
};

const recipeDeclaration = `${head('recipe')}
export interface SchemaError {
  keyword: string;
  instancePath: string;
  schemaPath: string;
  params: Record<string, unknown>;
  message?: string;
}
/** Whether a value is a recipe. Fills defaults in place; \`errors\` holds the first problem of the last value, that of a \`oneOf\` after those of its branches. */
declare const validate: { (value: unknown): boolean; errors?: SchemaError[] | null };
/** spec/recipe.schema.json, as a value. */
export declare const schema: Record<string, unknown>;
export default validate;
`;

const declarationOf = (name) =>
  name === 'recipe'
    ? recipeDeclaration
    : `${head(name)}
import type { SchemaError } from '../../../recipe/validate.generated';

/** Whether a value is such a document; \`errors\` holds the first problem of the last value. */
declare const validate: { (value: unknown): boolean; errors?: SchemaError[] | null };
/** spec/${name}.schema.json, as a value. */
export declare const schema: Record<string, unknown>;
export default validate;
`;

/** The text of a generated module and its declaration. */
export async function generate(name) {
  const schema = JSON.parse(await readFile(new URL(`spec/${name}.schema.json`, root), 'utf8'));
  const ajv = new Ajv2020({
    // The first problem alone: every list of errors is copied for each element, which is quadratic in a list of invalid elements.
    allErrors: false,
    useDefaults: name === 'recipe',
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
    messages: false,
    inlineRefs: name === 'recipe',
    code: { source: true, esm: true },
  });
  const source = (standaloneCode.default ?? standaloneCode)(ajv, ajv.compile(schema));
  const bundle = await build({
    stdin: {
      contents: `${source}\nexport const schema = ${JSON.stringify(schema)};`,
      resolveDir: fileURLToPath(root),
      sourcefile: `${name}.schema.js`,
    },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minifySyntax: true,
    minifyWhitespace: true,
    minifyIdentifiers: true,
    write: false,
    legalComments: 'none',
  });
  return {
    code: `${head(name)}/* oxlint-disable */\n${bundle.outputFiles[0].text}`,
    declaration: declarationOf(name),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, module] of Object.entries(validators)) {
    const { code, declaration } = await generate(name);
    await writeFile(new URL(`${module}.js`, root), code);
    await writeFile(new URL(`${module}.d.ts`, root), declaration);
  }
}
