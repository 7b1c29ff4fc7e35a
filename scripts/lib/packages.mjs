import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Versions of the packages that the app is built with, by name, as `package-lock.json` has them.
 * @param {string} root the folder that it lies in
 * @returns {Record<string, string>}
 */
export function packageVersions(root) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.fromEntries(
    Object.keys(packages['']?.dependencies ?? {}).flatMap((name) => {
      const version = packages[`node_modules/${name}`]?.version;
      return version === undefined ? [] : [[name, version]];
    }),
  );
}
