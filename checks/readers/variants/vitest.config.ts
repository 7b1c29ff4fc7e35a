/** Writes variants of the bundle for the readers' check; not part of the unit tests. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../../..', import.meta.url)),
  test: { include: ['checks/readers/variants/write.ts'], testTimeout: 60_000, reporters: ['dot'] },
});
