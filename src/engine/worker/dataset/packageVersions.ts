/** Put in where the app is built: `scripts/lib/packages.mjs`. */
declare const PACKAGE_VERSIONS: Record<string, string>;

/** Versions of the packages that the build has, by name. */
export const packageVersions: Readonly<Record<string, string>> = PACKAGE_VERSIONS;
