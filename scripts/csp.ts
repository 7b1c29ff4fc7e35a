/**
 * What the page may load, as one header value: itself alone. `wasm-unsafe-eval` lets DuckDB and
 * parquet-wasm compile; `blob:` lets a download start. Inline styles are what ECharts and Radix set on elements.
 */
export const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
