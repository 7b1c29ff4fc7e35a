import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { contentSecurityPolicy } from './csp';

it('the page carries the same policy as the server', () => {
  const html = readFileSync(new URL('../index.html', import.meta.url), 'utf8');
  expect(html.replace(/\s+/g, ' ')).toContain(
    `http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}"`,
  );
});
