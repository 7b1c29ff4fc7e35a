/**
 * Compiles the loops of src/core/kernel to WebAssembly, as a module that holds the bytes: 1.5 KB that are there at once, in
 * workers and under Node alike. Run with `npm run generate`; a test fails when what it writes is out of date.
 */
import asc from 'assemblyscript/asc';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const folder = new URL('../src/core/kernel/', import.meta.url);
const source = 'loops.as.ts';

/** The generated module's text. */
export async function generate() {
  const text = await readFile(new URL(source, folder), 'utf8');
  let binary = new Uint8Array(0);
  const { error } = await asc.main(
    [
      source,
      '--outFile',
      'kernel.wasm',
      '--runtime',
      'stub',
      '--initialMemory',
      '8',
      '--maximumMemory',
      '8',
      '--noAssert',
      '--enable',
      'simd',
      '-O3',
    ],
    {
      readFile: (name) => (name === source ? text : null),
      writeFile: (name, contents) => {
        if (name === 'kernel.wasm' && typeof contents !== 'string') binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${source} does not compile: ${error.message}`);
  const lines =
    Buffer.from(binary)
      .toString('hex')
      .match(/.{1,100}/g) ?? [];
  return `// Written by scripts/generate-kernel.mjs from ${source}. Do not edit.
/** The compiled module, two hexadecimal digits a byte. */
export const code =
${lines.map((line) => `  '${line}'`).join(' +\n')};
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(new URL('loops.generated.ts', folder), await generate());
}
