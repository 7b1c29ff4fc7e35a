/** Loading under Node, for tests: everything in one thread. */
import { ParquetFile } from 'parquet-wasm';
import { inThisThread, type IngestEnvironment, type ParquetSession } from './environment';
import { hashFile } from './hash';
import { ParquetReader } from './parquetReader';

function parquet(): ParquetSession {
  let reader: ParquetReader | undefined;
  return {
    async open(file) {
      reader = new ParquetReader(await ParquetFile.fromFile(file));
      return reader.shape();
    },
    read: (group, source) =>
      reader ? reader.read(group, source) : Promise.reject(new Error('no file is open')),
    close: () => (reader = undefined),
  };
}

export const nodeEnvironment: IngestEnvironment = { parsers: inThisThread, hash: hashFile, parquet };
