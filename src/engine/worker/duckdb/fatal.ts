/** Which failures leave a DuckDB that cannot go on. */

/** Texts of DuckDB's own errors of these kinds begin so, in words or as JSON; what a person's SQL says (`error('FATAL …')`) stands behind another kind. */
const fatalKind = /^(?:(?:INTERNAL|FATAL) Error\b|\{"exception_type":"(?:INTERNAL|FATAL)")/i;

/** A module of WebAssembly that was left in the middle of its work. */
function isTrap(thrown: unknown): boolean {
  if (Object.prototype.toString.call(thrown) === '[object WebAssembly.Exception]') return true;
  if (!(thrown instanceof Error)) return false;
  if (thrown.name === 'RuntimeError' || thrown.name === 'ExitStatus') return true;
  // The stack of the module and of what calls it is one.
  return thrown.name === 'RangeError' && /call stack/i.test(thrown.message);
}

/**
 * Why the database can answer nothing more after what it threw, in a line; undefined for an error of one statement, after which it goes on. Fatal
 * are: an internal or fatal error, after which DuckDB invalidates the database; a trap of its module (unreachable code, memory out of bounds, an
 * abort, the stack used up); a C++ exception that nobody caught.
 */
export function fatalCause(thrown: unknown): string | undefined {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (!isTrap(thrown) && !fatalKind.test(message)) return undefined;
  const [line = ''] = message.split('\n');
  // Of a second error the reason of the first; of one as JSON its words.
  const [, words] =
    /Original error: "([^"\n]+)"/.exec(message) ?? /"exception_message":"([^"\\]+)/.exec(message) ?? [];
  return (
    words ??
    line
      .replace(fatalKind, '')
      .replace(/^[:\s]+/, '')
      .slice(0, 200)
  );
}
