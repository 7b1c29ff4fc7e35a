/** Hashes a file beside the parsing of it: whole, or piece by piece as it is read. */
import { hashFile, pieceHash, type PieceHash } from './hash';
import { offer } from '../workers/offer';

let pieces: PieceHash | undefined;

const api = {
  hash: (file: Blob): Promise<string> => hashFile(file),
  begin(size: number): void {
    pieces = pieceHash(size);
  },
  take(piece: Uint8Array<ArrayBuffer>): void {
    pieces?.take(piece);
  },
  digest(): Promise<string> {
    if (!pieces) throw new Error('the hash has not begun');
    return pieces.digest();
  },
};
export type HashWorker = typeof api;
offer(api);
