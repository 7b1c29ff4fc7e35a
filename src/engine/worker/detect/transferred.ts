import { transfer } from 'comlink';

/** An array that crosses to another thread without a copy, and is gone here. */
export const transferred = <T extends Float64Array>(array: T): T => transfer(array, [array.buffer]);
