/**
 * What the page may load, as one header value: itself alone, and data from `sources`, which is empty unless the person who serves it says
 * otherwise. `wasm-unsafe-eval` lets DuckDB and parquet-wasm compile; `blob:` lets a download start. Inline styles are what ECharts and
 * Radix set on elements.
 */
export const policyFor = (sources: readonly string[]): string =>
  [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "worker-src 'self' blob:",
    ["connect-src 'self'", ...sources].join(' '),
    "img-src 'self' data: blob:",
    "style-src 'self' 'unsafe-inline'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/** The policy of a lab that nobody configured; index.html carries it. */
export const contentSecurityPolicy = policyFor([]);

/** The policy as a server sends it: no other page may show the lab in a frame, which the policy that a page carries cannot say. */
export const headerFor = (sources: readonly string[]): string =>
  `${policyFor(sources)}; frame-ancestors 'none'`;

/** Environment variable that names the sources, at build time and when serving. */
export const sourcesVariable = 'LAB_SOURCES';

/** Where NAB's public files lie: the source `nab`. */
const nab = 'https://raw.githubusercontent.com';

/**
 * The origins that a list allows to fetch from, separated by commas or spaces: `https://host`, `http://127.0.0.1:*`, or `nab` for NAB's
 * public files. Throws on anything else: a path, a scheme alone or `*` would let more in than it says.
 */
export function readSources(list: string | undefined): string[] {
  const sources = (list ?? '').split(/[\s,]+/).filter(Boolean);
  return [...new Set(sources.map((source) => (source === 'nab' ? nab : origin(source))))];
}

function origin(source: string): string {
  const plain = source.replace(/\/$/, '');
  if (!/^https?:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:(\d{1,5}|\*))?$/i.test(plain)) {
    throw new Error(
      `${sourcesVariable}: expected origins such as https://host or http://127.0.0.1:8080 (or nab), separated by commas; got "${source}"`,
    );
  }
  return plain.toLowerCase();
}

/** A page with the policy for these sources in place of the one that it carries. */
export function withPolicy(html: string, sources: readonly string[]): string {
  const pattern = /(http-equiv="Content-Security-Policy"\s+content=")[^"]*"/;
  if (!pattern.test(html)) throw new Error('the page carries no content security policy');
  return html.replace(pattern, (_all, head: string) => `${head}${policyFor(sources)}"`);
}
