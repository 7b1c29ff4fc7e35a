/** Loading under Node, for tests: everything in one thread. */
import { ParquetFile } from 'parquet-wasm';
import { inThisThread, type IngestEnvironment, type ParquetSession } from './environment';
import { hashFile, pieceHash } from './hash';
import { ParquetReader } from './parquetReader';

function parquet(): ParquetSession {
  let reader = new ParquetReader();
  return {
    open: async (file, partition = []) => reader.open(await ParquetFile.fromFile(file), partition),
    sample: (rows) => reader.sample(rows),
    preview: (source) => Promise.resolve(source).then((given) => reader.preview(given)),
    read: (group, source) => reader.read(group, source),
    close: () => (reader = new ParquetReader()),
  };
}

export const nodeEnvironment: IngestEnvironment = {
  parsers: inThisThread,
  hash: hashFile,
  hashPieces: pieceHash,
  parquet,
};
