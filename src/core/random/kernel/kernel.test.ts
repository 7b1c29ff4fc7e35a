import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../threefry';
import { fillNormals, fillPlain } from '../ziggurat';
import { openKernel } from '.';

describe('the kernel', () => {
  it('is what its source compiles to', async () => {
    const script = new URL('../../../../scripts/generate-kernel.mjs', import.meta.url).href;
    const { generate } = (await import(/* @vite-ignore */ script)) as { generate: () => Promise<string> };
    const written = await readFile(new URL('normals.generated.ts', import.meta.url), 'utf8');
    expect(written).toBe(await generate());
  });

  it('is there under Node, so that the other tests run it', () => {
    expect(openKernel(new Float64Array(256), new Float64Array(256))).toBeDefined();
  });

  it('makes the same bytes as TypeScript, those of the layers that are refused included', () => {
    const index = fc.oneof(fc.nat(10_000), fc.integer({ min: 2 ** 31 - 2000, max: 2 ** 32 - 2000 }));
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.string(),
        index,
        fc.integer({ min: 1, max: 1024 }),
        (seed, name, from, n) => {
          const key = keyOf(seed, name);
          const [compiled, plain] = [new Float64Array(n + 2), new Float64Array(n + 2)];
          fillNormals(key, from, from + n, compiled, 1);
          fillPlain(key, from, n, plain, 1);
          expect(new BigInt64Array(compiled.buffer)).toEqual(new BigInt64Array(plain.buffer));
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });
});
