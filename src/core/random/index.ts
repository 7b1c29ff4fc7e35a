/** The only random numbers of the project, and elementary functions with the same bytes everywhere. */
export { cos, cosTurns, exp, log, power, sin, sinTurns, tan } from './math';
export { stream, streamName, type Stream } from './stream';
export { fillWords, keyOf, type Key } from './threefry';
export { fillNormals } from './ziggurat';
