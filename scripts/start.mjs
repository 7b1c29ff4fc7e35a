/**
 * `npm start`: builds the app and serves it on a loopback port, with the headers that it ships with.
 * `npm start -- --sources https://host,nab` lets it fetch data from there (or LAB_SOURCES in the environment).
 */
import { parseArgs } from 'node:util';
import { build, preview } from 'vite';

const { values } = parseArgs({ options: { sources: { type: 'string', multiple: true } } });
if (values.sources) process.env.LAB_SOURCES = values.sources.join(',');

await build({ logLevel: 'warn' });
const server = await preview({ preview: { port: Number(process.env.PORT ?? 4173) } });
console.log(`\nThe Anomaly Data Lab is at ${server.resolvedUrls?.local[0]}  (Ctrl+C ends it)\n`);
