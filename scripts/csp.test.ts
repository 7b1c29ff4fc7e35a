import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nabOrigin } from '../src/core/sources';
import { contentSecurityPolicy, headerFor, policyFor, readSources, withPolicy } from './csp';

const html = readFileSync(new URL('../index.html', import.meta.url), 'utf8');
const carried = (page: string): string | undefined =>
  /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(page)?.[1];

it('the page carries the same policy as the server', () => {
  expect(carried(html)).toBe(contentSecurityPolicy);
});

it('the header also forbids other pages to frame the lab, and the documents name the header as it is', () => {
  expect(headerFor([])).toBe(`${contentSecurityPolicy}; frame-ancestors 'none'`);
  for (const file of ['../README.md', '../docs/serving.md']) {
    expect(readFileSync(new URL(file, import.meta.url), 'utf8'), file).toContain(headerFor([]));
  }
});

it('a lab that nobody configured connects to its own address alone', () => {
  expect(readSources(undefined)).toEqual([]);
  expect(contentSecurityPolicy).toContain("connect-src 'self';");
});

describe('sources', () => {
  it('stand in connect-src, and change nothing else', () => {
    const policy = policyFor(readSources('https://one.example, http://127.0.0.1:8080/ nab'));
    expect(policy).toBe(
      contentSecurityPolicy.replace(
        "connect-src 'self'",
        `connect-src 'self' https://one.example http://127.0.0.1:8080 ${nabOrigin}`,
      ),
    );
    expect(carried(withPolicy(html, ['https://one.example']))).toBe(policyFor(['https://one.example']));
  });

  it.each([
    '*',
    'https:',
    'one.example',
    'https://one.example/data',
    'https://*',
    "'self'",
    'ftp://one.example',
    'https://a.example;script-src *',
  ])('that say more than an origin are refused: %s', (source) => {
    expect(() => readSources(source)).toThrow(/expected origins/);
  });
});
