/** Serves the built app on the port given: `node scripts/preview.mjs PORT`. For tests and benchmarks. */
import { preview } from 'vite';

const server = await preview({
  logLevel: 'warn',
  preview: { port: Number(process.argv[2]), strictPort: true },
});
console.log(server.resolvedUrls?.local[0]);
