/** Hashes a file beside the parsing of it. */
import { expose } from 'comlink';
import { hashFile } from './hash';

const api = { hash: (file: Blob): Promise<string> => hashFile(file) };
export type HashWorker = typeof api;
expose(api);
