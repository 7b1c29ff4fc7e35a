const quote = 34;
const backslash = 92;

/** The index of the quote that ends the string which starts at `at`. */
function endOfString(json: string, at: number): number {
  for (let end = json.indexOf('"', at + 1); end >= 0; end = json.indexOf('"', end + 1)) {
    let slashes = 0;
    while (json.charCodeAt(end - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return end;
  }
  return json.length;
}

/** The keys that a JSON object lists more than once, each once. `json` is known to be an object: JSON.parse drops all but the last silently. */
export function twiceNamed(json: string): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  let depth = 0;
  let key = false;
  for (let i = 0; i < json.length; i++) {
    const unit = json.charCodeAt(i);
    if (unit === quote) {
      const end = endOfString(json, i);
      if (depth === 1 && key) {
        const name = JSON.parse(json.slice(i, end + 1)) as string;
        if (seen.has(name)) twice.add(name);
        seen.add(name);
        key = false;
      }
      i = end;
    } else if (unit === 123 || unit === 91) {
      depth++;
      key = depth === 1;
    } else if (unit === 125 || unit === 93) depth--;
    else if (unit === 44 && depth === 1) key = true;
  }
  return [...twice];
}
