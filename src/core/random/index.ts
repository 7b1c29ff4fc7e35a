/** The only random numbers of the project, and elementary functions with the same bytes everywhere. */
export { cosTurns, exp, log, power, sinTurns } from './math';
export { fillUniforms, stream, type Stream } from './stream';
export { fillWords, keyOf, type Key } from './threefry';
export { fillNormals } from './ziggurat';
