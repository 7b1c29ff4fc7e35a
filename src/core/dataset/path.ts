/** Names that Windows keeps for devices, whatever their extension. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;
const longest = 120;

/** One part of a path: characters that some system refuses become `_`, and neither `..` nor a device remains. */
function safePart(part: string): string {
  const plain = part
    .normalize('NFC')
    .replace(/[\p{Cc}<>:"|?*\\\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu, '_');
  const ended = plain.replace(/[. ]+$/u, (tail) => '_'.repeat(tail.length)).replace(/^ +/u, '_');
  const named = reserved.test(ended) ? `_${ended}` : ended;
  const points = Array.from(named);
  if (points.length <= longest) return named;
  const extension = /\.[A-Za-z0-9]{1,8}$/.exec(named)?.[0] ?? '';
  return points.slice(0, longest - extension.length).join('') + extension;
}

/** A relative path with forward slashes that every system can write and none takes out of its folder. */
export function safePath(name: string): string {
  const parts = name
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .map(safePart);
  return parts.length === 0 ? '_' : parts.join('/');
}

/**
 * A safe path for each name, in order, no two alike even where upper and lower case are one: the later becomes `a~2.csv`.
 * No path is a folder of another.
 */
export function safePaths(names: readonly string[]): string[] {
  const taken = new Set<string>();
  const folders = new Set<string>();
  const parents = (path: string): string[] => {
    const parts = path.toLowerCase().split('/');
    return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
  };
  const free = (path: string): boolean =>
    !taken.has(path.toLowerCase()) &&
    !folders.has(path.toLowerCase()) &&
    !parents(path).some((parent) => taken.has(parent));
  return names.map((name) => {
    const wanted = safePath(name);
    const [, stem = wanted, extension = ''] = /^(.*?)(\.[^./]*)?$/su.exec(wanted) ?? [];
    let path = wanted;
    for (let n = 2; !free(path); n++) {
      const parts = `${stem}~${n}${extension}`;
      path = parents(wanted).some((parent) => taken.has(parent)) ? parts.replaceAll('/', '~') : parts;
    }
    taken.add(path.toLowerCase());
    for (const parent of parents(path)) folders.add(parent);
    return path;
  });
}
