import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Versions of the packages that the app is built with, by name, as `package-lock.json` has them. `root`: the folder that it lies in. */
export function packageVersions(root: string): Record<string, string> {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string; dependencies?: Record<string, string> }>;
  };
  const names = Object.keys(lock.packages['']?.dependencies ?? {});
  return Object.fromEntries(
    names.flatMap((name) => {
      const version = lock.packages[`node_modules/${name}`]?.version;
      return version === undefined ? [] : [[name, version]];
    }),
  );
}
