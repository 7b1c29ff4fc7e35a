import { describe, expect, it } from 'vitest';
import { blockedAddress, connectSources } from '.';

const page = 'http://127.0.0.1:4173/';

describe('the sources of a policy', () => {
  it('are those of connect-src, else of default-src, else any', () => {
    expect(connectSources("default-src 'none'; connect-src 'self' https://a.example")).toEqual([
      "'self'",
      'https://a.example',
    ]);
    expect(connectSources("default-src 'self'; img-src *")).toEqual(["'self'"]);
    expect(connectSources('img-src *')).toBeNull();
  });

  it.each([
    ["'self'", 'http://127.0.0.1:4173/nab/a.csv', true],
    ["'self'", 'http://127.0.0.1:4174/a.csv', false],
    ['https://a.example', 'https://a.example/x.csv', true],
    ['https://a.example', 'https://b.example/x.csv', false],
    ['https://a.example', 'https://a.example.evil.example/x.csv', false],
    ['https://a.example', 'http://a.example/x.csv', false],
    ['http://a.example', 'https://a.example/x.csv', true],
    ['https://a.example', 'https://a.example:8443/x.csv', false],
    ['https://a.example:8443', 'https://a.example:8443/x.csv', true],
    ['http://127.0.0.1:*', 'http://127.0.0.1:5555/x.csv', true],
    ['https://*.example', 'https://deep.a.example/x.csv', true],
    ['https://*.example', 'https://example/x.csv', false],
    ['https://a.example/data/', 'https://a.example/data/x.csv', true],
    ['https://a.example/data/', 'https://a.example/other/x.csv', false],
    ['https:', 'https://any.example/x.csv', true],
    ["'none'", 'https://a.example/x.csv', false],
  ])('with %s, %s may be asked: %s', (source, url, allowed) => {
    expect(blockedAddress(url, page, [source]) === undefined).toBe(allowed);
  });

  it('left out, an address is refused with the way to allow it', () => {
    expect(blockedAddress('https://a.example/x.csv', page, ["'self'"])).toMatchObject({
      code: 'source-blocked',
      message: expect.stringContaining('--sources https://a.example') as unknown,
    });
  });

  it('let a page of https ask nothing by http, but for this machine', () => {
    const secure = 'https://lab.example/';
    expect(blockedAddress('http://a.example/x.csv', secure, null)).toMatchObject({ code: 'source-blocked' });
    expect(blockedAddress('http://localhost:80/x.csv', secure, null)).toBeUndefined();
  });
});
