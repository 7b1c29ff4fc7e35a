export { inLab } from './adding';
export { cancelFetch, fetchFiles, forgetKept, lookUpKept } from './fetching';
export { keyOf } from './kept';
export { whyBlocked } from './policy';
export { choose, setBase, setUrlText, showList, useCatalogue } from './store';
export type { ItemState, ListName } from './store';
