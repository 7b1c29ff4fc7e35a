#!/usr/bin/env node
/** The command `lab`: see docs/lab.md. Bundles its sources where they are new, then runs them. */
import { pathToFileURL } from 'node:url';
import { labBundle } from './lib/labBundle.mjs';

const main = await labBundle(() => process.stderr.write('lab: bundling its sources for the first time\n'));
const { run } = await import(pathToFileURL(main).href);
await run(process.argv.slice(2));
