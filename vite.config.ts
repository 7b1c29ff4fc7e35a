import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { VitePWA } from 'vite-plugin-pwa';
import { headerFor, readSources, sourcesVariable } from './scripts/csp.ts';
import { noticesPlugins } from './scripts/notices.ts';
import { packageVersions } from './scripts/lib/packages.mjs';
import { precompressPlugin } from './scripts/precompress.ts';
import { serviceWorker } from './scripts/serviceWorker.ts';
import { sourcesPlugin } from './scripts/sources.ts';

const duckdbFile = (name: string): string =>
  fileURLToPath(new URL(`./node_modules/@duckdb/duckdb-wasm/dist/${name}`, import.meta.url));
const sources = readSources(process.env[sourcesVariable]);
const root = fileURLToPath(new URL('.', import.meta.url));
const notices = noticesPlugins(root);

const headers = {
  'Content-Security-Policy': headerFor(sources),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

export default defineConfig({
  base: './',
  define: { PACKAGE_VERSIONS: JSON.stringify(packageVersions(root)) },
  plugins: [react(), sourcesPlugin(sources), notices.page, VitePWA(serviceWorker), precompressPlugin()],
  resolve: {
    alias: [
      // The package's export map offers the blocking build to Node alone; browsers have their own file.
      { find: 'duckdb-blocking', replacement: duckdbFile('duckdb-browser-blocking.mjs') },
      { find: /^duckdb-eh\.wasm/, replacement: duckdbFile('duckdb-eh.wasm') },
    ],
  },
  // DuckDB's module holds `eval` for a feature that the lab never uses and the content policy forbids.
  worker: {
    format: 'es',
    plugins: () => [notices.worker()],
    rolldownOptions: { checks: { eval: false } },
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    // Compressing takes longer than bundling; that is known, and no warning.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  optimizeDeps: { exclude: ['parquet-wasm', 'duckdb-blocking'] },
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1', headers },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
