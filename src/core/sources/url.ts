import { fail, ok, type Result } from '../errors';

/** The part of the WHATWG URL class that the sources need; browsers and Node share it. */
export interface Address {
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly hostname: string;
  readonly port: string;
  readonly origin: string;
  readonly pathname: string;
  readonly search: string;
  hash: string;
  readonly href: string;
}
declare const URL: new (text: string, base?: string) => Address;

/** Control characters, and those that change the direction or are not visible (Unicode's Cc, Cf, Zl, Zp). */
export const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text from outside for a message: at most 80 characters, without those that control a terminal or reverse the line. */
export const shown = (text: string): string => {
  const plain = text.replace(unprintable, '\uFFFD');
  return plain.length > 80 ? `${plain.slice(0, 80)}…` : plain;
};

/** The address that a text names, relative ones from `base`; undefined where it names none. */
export function readAddress(text: string, base?: string): Address | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** An address that the lab fetches: http(s), without a user name. Fails with `address-refused`. */
export function checkAddress(text: string, base?: string): Result<Address> {
  const refuse = (message: string): Result<never> => fail({ code: 'address-refused', message });
  const address = readAddress(text, base);
  if (!address)
    return refuse(`Expected an address such as https://host/folder/file.csv; got "${shown(text)}".`);
  if (address.protocol !== 'https:' && address.protocol !== 'http:') {
    return refuse(
      `Expected an address that starts with https:// or http://; got "${shown(address.protocol)}".`,
    );
  }
  if (address.username || address.password)
    return refuse('Expected an address without a user name or password: the lab sends none.');
  return ok(address);
}

/**
 * The base address that a text means, ending in a slash; a relative one is resolved against the page. Fails with `address-refused`: not an
 * address, not http(s), a user name in it, or a query or fragment, behind which no path can follow.
 */
export function checkBase(text: string, page: string): Result<string> {
  const given = text.trim();
  if (given === '') return fail({ code: 'address-refused', message: 'Expected an address; got nothing.' });
  const address = checkAddress(given, page);
  if (!address.ok) return address;
  const { search, hash, href } = address.value;
  if (search || hash || /[?#]$/.test(given)) {
    return fail({
      code: 'address-refused',
      message: 'Expected the address of a folder, without "?" or "#": the paths of the files follow it.',
    });
  }
  return ok(href.endsWith('/') ? href : `${href}/`);
}

/** `base` followed by a path with forward slashes, each part of it escaped. */
export const joinAddress = (base: string, path: string): string =>
  base + path.split('/').map(encodeURIComponent).join('/');
