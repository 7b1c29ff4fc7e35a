/**
 * Compiles JSON Schemas to plain JavaScript, because the page's Content-Security-Policy forbids the `eval` that ajv
 * needs at run time. Run with `node scripts/generate-validators.mjs`; a test fails when what it writes is out of date.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = new URL('../src/core/recipe/', import.meta.url);
const head = '// Written by scripts/generate-validators.mjs from spec/recipe.schema.json. Do not edit.\n';

const declaration = `${head}
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

/** The generated module's text and its declaration. */
export async function generate() {
  const schema = JSON.parse(await readFile(new URL('../spec/recipe.schema.json', import.meta.url), 'utf8'));
  const ajv = new Ajv2020({
    // The first problem alone: every list of errors is copied for each element, which is quadratic in a list of invalid elements.
    allErrors: false,
    useDefaults: true,
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
    messages: false,
    code: { source: true, esm: true },
  });
  const source = (standaloneCode.default ?? standaloneCode)(ajv, ajv.compile(schema));
  const bundle = await build({
    stdin: {
      contents: `${source}\nexport const schema = ${JSON.stringify(schema)};`,
      resolveDir: fileURLToPath(folder),
      sourcefile: 'recipe.schema.js',
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
  return { code: `${head}/* oxlint-disable */\n${bundle.outputFiles[0].text}`, declaration };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { code } = await generate();
  await writeFile(new URL('validate.generated.js', folder), code);
  await writeFile(new URL('validate.generated.d.ts', folder), declaration);
}
