import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { precompress } from './precompress';

it('each compressible file of a build lies beside its brotli and gzip forms, which unpack to the same bytes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lab-precompress-'));
  mkdirSync(join(folder, 'assets'));
  const files = {
    'index.html': Buffer.from('<p>'.repeat(1000)),
    'assets/large.wasm': Buffer.alloc(4_100_000, 'a long module '),
    'assets/one.js': Buffer.from('let one = 1;\n'.repeat(500)),
    'manifest.webmanifest': Buffer.from('{}'),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
  writeFileSync(join(folder, 'photo.png'), Buffer.alloc(100));
  await precompress(folder);
  for (const [name, bytes] of Object.entries(files)) {
    expect(brotliDecompressSync(readFileSync(join(folder, `${name}.br`))).equals(bytes), name).toBe(true);
    expect(gunzipSync(readFileSync(join(folder, `${name}.gz`))).equals(bytes), name).toBe(true);
  }
  expect(readdirSync(folder).filter((name) => name.startsWith('photo'))).toEqual(['photo.png']);
  rmSync(folder, { recursive: true });
});
