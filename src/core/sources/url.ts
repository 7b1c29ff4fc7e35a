/** The part of the WHATWG URL class that the catalogue reads; browsers and Node share it. */
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

/** The address that a text names, relative ones from `base`; undefined where it names none. */
export function readAddress(text: string, base?: string): Address | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** Why an address is not one that the lab fetches; undefined where it is. */
export function addressProblem(address: Address | undefined, text: string): string | undefined {
  if (!address) return `Expected an address such as https://host/folder/file.csv; got "${shown(text)}".`;
  if (address.protocol !== 'https:' && address.protocol !== 'http:')
    return `Expected an address that starts with https:// or http://; got "${shown(address.protocol)}".`;
  if (address.username || address.password)
    return 'Expected an address without a user name or password: the lab sends none.';
  return undefined;
}

/** A text of a stranger, cut short and without what steers a terminal or turns the line around. */
export const shown = (text: string): string => {
  const plain = text.replace(unprintable, '\uFFFD');
  return plain.length > 80 ? `${plain.slice(0, 80)}…` : plain;
};

/** Control characters, and those that change the direction or are not seen (Unicode's Cc, Cf, Zl, Zp). */
export const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
