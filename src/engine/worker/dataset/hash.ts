import { createSHA256 } from 'hash-wasm';

/** SHA-256 of bytes in lower-case hexadecimal; by the browser itself where it offers that (secure contexts). */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle;
  if (subtle) {
    const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
  return (await createSHA256()).update(bytes).digest('hex');
}
