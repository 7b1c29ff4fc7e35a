/** Writes variants of the bundle, and bundles of whole runs, for the readers' check; not part of the unit tests. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { packageVersions } from '../../../scripts/lib/packages.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export default defineConfig({
  root,
  define: { PACKAGE_VERSIONS: JSON.stringify(packageVersions(root)) },
  test: {
    include: ['write', 'runs', 'randomRecipes', 'refusedRecipes'].map(
      (name) => `checks/readers/variants/${name}.ts`,
    ),
    testTimeout: 60_000,
    reporters: ['dot'],
  },
});
