import type { LabError } from '../errors';
import { readAddress, type Address } from './url';

/**
 * The sources to which a content security policy lets the page connect: its `connect-src`, else its `default-src`; null where it has
 * neither and any will do (CSP level 3, 6.1.2).
 */
export function connectSources(policy: string): string[] | null {
  const directives = policy.split(';').map((directive) => directive.trim().split(/\s+/));
  const find = (name: string): string[] | undefined =>
    directives.find(([first]) => first?.toLowerCase() === name)?.slice(1);
  return find('connect-src') ?? find('default-src') ?? null;
}

const defaultPort = (protocol: string): string => (protocol === 'https:' ? '443' : '80');
const portOf = (address: Address): string => address.port || defaultPort(address.protocol);

/** `http:` in a policy stands for https too. */
const schemeFits = (wanted: string, protocol: string): boolean =>
  wanted === protocol || (wanted === 'http:' && protocol === 'https:');

function fits(source: string, address: Address, page: Address): boolean {
  if (source === "'self'") return address.origin === page.origin;
  if (source === '*') return true;
  if (/^[a-z][a-z0-9+.-]*:$/i.test(source)) return schemeFits(source.toLowerCase(), address.protocol);
  const match = /^(?:([a-z][a-z0-9+.-]*:)\/\/)?([^/:]+)(?::(\d+|\*))?(\/[^?#]*)?$/i.exec(source);
  if (!match) return false;
  const [, scheme = page.protocol, host = '', port, path] = match;
  const name = host.toLowerCase();
  const hostFits =
    name === '*' ||
    (name.startsWith('*.') ? address.hostname.endsWith(name.slice(1)) : address.hostname === name);
  const portFits =
    port === '*' ||
    portOf(address) === (port ?? defaultPort(address.protocol)) ||
    (port === '80' && portOf(address) === '443');
  const pathFits =
    path === undefined ||
    path === '/' ||
    (path.endsWith('/') ? address.pathname.startsWith(path) : address.pathname === path);
  return hostFits && portFits && pathFits && schemeFits(scheme.toLowerCase(), address.protocol);
}

const loopback = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Why the page at `page` may not fetch `url`, before anything is sent: its policy's sources (as from `connectSources`) leave it out, or a
 * page of https would load over http. Undefined where it may. Matching after CSP level 3, 6.7.2.
 */
export function blockedAddress(
  url: string,
  page: string,
  sources: readonly string[] | null,
): LabError | undefined {
  const [to, from] = [readAddress(url), readAddress(page)];
  if (!to || !from) return { code: 'address-refused', message: `Expected an address; got "${url}".` };
  if (from.protocol === 'https:' && to.protocol === 'http:' && !loopback.test(to.hostname)) {
    return {
      code: 'source-blocked',
      message: `This page was loaded by https, and browsers block its requests by http: ${to.origin}. Give an address that starts with https://.`,
    };
  }
  if (sources === null || sources.some((source) => fits(source, to, from))) return undefined;
  return {
    code: 'source-blocked',
    message: `The page may not fetch from ${to.origin}: nobody has allowed it yet, and nothing was sent. Start the lab with: npm start -- --sources ${to.origin}`,
  };
}
