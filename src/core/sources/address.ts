import { fail, ok, type Result } from '../errors';
import { addressProblem, readAddress } from './url';

/**
 * The base address that a text means, ending in a slash; a relative one lies beside the page. Fails with `address-refused`: no address,
 * not http(s), a user name in it, or a query or fragment, behind which no path can follow.
 */
export function checkBase(text: string, page: string): Result<string> {
  const address = readAddress(text.trim(), page);
  const problem = text.trim() === '' ? 'Expected an address; got nothing.' : addressProblem(address, text);
  if (problem !== undefined || !address)
    return fail({ code: 'address-refused', message: problem ?? 'Expected an address.' });
  if (address.search || address.hash || /[?#]$/.test(text.trim())) {
    return fail({
      code: 'address-refused',
      message: 'Expected the address of a folder, without "?" or "#": the paths of the files follow it.',
    });
  }
  return ok(address.href.endsWith('/') ? address.href : `${address.href}/`);
}

/** `base` followed by a path with forward slashes, each part of it escaped. */
export const joinAddress = (base: string, path: string): string =>
  base + path.split('/').map(encodeURIComponent).join('/');
