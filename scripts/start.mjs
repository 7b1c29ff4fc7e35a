/** `npm start`: builds the app and serves it on a loopback port, with the headers that it ships with. */
import { build, preview } from 'vite';

await build({ logLevel: 'warn' });
const server = await preview({ preview: { port: Number(process.env.PORT ?? 4173) } });
console.log(`\nThe Anomaly Data Lab is at ${server.resolvedUrls?.local[0]}  (Ctrl+C ends it)\n`);
