/** Words of a command for a POSIX shell (bash, zsh, ksh), whatever is in them. */

const plain = /^[\w@%+=:,./-]+$/;
/** What a terminal would act on, or would not show, where a command is pasted. */
const unseen = /[\p{Cc}\p{Cf}\u2028\u2029]/u;

const octal = (byte: number): string => `\\${byte.toString(8).padStart(3, '0')}`;

/** In the form of ANSI C, with every character that is not seen as its bytes in UTF-8. */
function ansi(text: string): string {
  const encoder = new TextEncoder();
  const parts = Array.from(text, (character) => {
    if (character === '\\' || character === "'") return `\\${character}`;
    return unseen.test(character) ? Array.from(encoder.encode(character), octal).join('') : character;
  });
  return `$'${parts.join('')}'`;
}

/** One word of a command that the shell takes as this text and nothing else. A text with U+0000 can be no word: throws RangeError. */
export function quoted(text: string): string {
  if (text.includes('\0')) throw new RangeError('expected a text without U+0000');
  if (plain.test(text)) return text;
  return unseen.test(text) ? ansi(text) : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A path as a word that no command takes for an option. */
export const quotedPath = (path: string): string => quoted(path.startsWith('-') ? `./${path}` : path);

/** The lines of `sha256sum` for files, which `sha256sum --check` reads: in a name that has them, backslash and line ends are escaped, and the line begins with a backslash. */
export const sha256Lines = (files: readonly { name: string; sha256: string }[]): string =>
  files
    .map(({ name, sha256 }) => {
      const escaped = name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
      return `${escaped === name ? '' : '\\'}${sha256}  ${escaped}\n`;
    })
    .join('');
