/**
 * The name of a file within the document: its path, percent-encoded but for blanks, which become `+`: mlcroissant refuses an `@id` with white space, also where
 * that is encoded. No two paths share one.
 */
export const idOf = (path: string): string =>
  encodeURIComponent(path).replaceAll('%2F', '/').replaceAll('%3D', '=').replaceAll('%20', '+');
