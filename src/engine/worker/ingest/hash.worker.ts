/** Hashes a file beside the parsing of it. */
import { hashFile } from './hash';
import { offer } from '../workers/offer';

const api = { hash: (file: Blob): Promise<string> => hashFile(file) };
export type HashWorker = typeof api;
offer(api);
