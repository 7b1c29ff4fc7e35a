export { compareSets } from './compare';
export { labelFileDetails } from './details';
export { nabScore } from './score';
export { nabWindows, namesOf } from './windows';
