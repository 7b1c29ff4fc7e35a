import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { hashFile, pieceHash } from './hash';

afterEach(() => void vi.unstubAllGlobals());

const bytes = fc.uint8Array({ maxLength: 5000 }).map((some) => Uint8Array.from(some));

for (const secure of [true, false])
  it(`a hash of pieces is that of the whole, ${secure ? 'by the platform' : 'where the platform hashes nothing'}`, async () => {
    if (!secure) vi.stubGlobal('crypto', {});
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 2000 }), async (whole, step) => {
        const hash = pieceHash(whole.length);
        for (let from = 0; from < whole.length; from += step) hash.take(whole.slice(from, from + step));
        const expected = createHash('sha256').update(whole).digest('hex');
        expect(await hash.digest()).toBe(expected);
        expect(await hashFile(new Blob([whole]))).toBe(expected);
      }),
      { numRuns: 40 },
    );
  });
