/**
 * Loops over blocks of numbers: compiled where all their arrays are reserved here and the platform has SIMD, else in TypeScript. The
 * bytes are the same.
 */
export { addScaled, multiply, openNormals, widen } from './loops';
export { blockRows, reaches, reserve } from './memory';
export { addWave, type Turns } from './waves';
