/**
 * Compiles what is written in AssemblyScript to WebAssembly, as modules that hold the bytes: they are there at once, in workers and
 * under Node alike. Run with `npm run generate`; tests fail when what it writes is out of date.
 */
import asc from 'assemblyscript/asc';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const sources = {
  /** The loops that generated rows pass through. */
  kernel: {
    source: 'src/core/kernel/loops.as.ts',
    options: ['--initialMemory', '8', '--maximumMemory', '8', '--noAssert', '--enable', 'simd'],
  },
};

/** Text and place of the generated module of one of the sources. */
export async function generate(name) {
  const { source, options } = sources[name];
  const place = new URL(`../${source}`, import.meta.url);
  const file = source.split('/').at(-1);
  const text = await readFile(place, 'utf8');
  let binary = new Uint8Array(0);
  const { error } = await asc.main([file, '--outFile', 'out.wasm', '--runtime', 'stub', '-O3', ...options], {
    readFile: (asked) => (asked === file ? text : null),
    writeFile: (written, contents) => {
      if (written === 'out.wasm' && typeof contents !== 'string') binary = contents;
    },
    listFiles: () => [],
  });
  if (error) throw new Error(`${source} does not compile: ${error.message}`);
  const lines =
    Buffer.from(binary)
      .toString('hex')
      .match(/.{1,100}/g) ?? [];
  return {
    place: new URL(file.replace('.as.ts', '.generated.ts'), place),
    text: `// Written by scripts/generate-wasm.mjs from ${file}. Do not edit.
/** The compiled module, two hexadecimal digits a byte. */
export const code =
${lines.map((line) => `  '${line}'`).join(' +\n')};
`,
  };
}

/** Whether what was generated from a source is what it would be now. */
export async function isCurrent(name) {
  const { place, text } = await generate(name);
  return (await readFile(place, 'utf8')) === text;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of Object.keys(sources)) {
    const { place, text } = await generate(name);
    await writeFile(place, text);
  }
}
