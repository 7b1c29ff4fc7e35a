export { compareSets } from '../label/agreement';
export { labelFileDetails } from '../label/fileDetails';
export { nabScore } from './score';
export { nabWindows, namesOf } from './windows';
