import type { LabError } from '../errors';
import { parseInstant } from './instant';
import type { Split } from './types';

const invalid = (path: string, message: string): LabError => ({ code: 'recipe-value', path, message });

/** Splits that contradict each other: names that occur twice, ends that do not ascend, shares that leave nothing to the last. */
export function checkSplits(splits: readonly Split[] = []): LabError | undefined {
  const names = new Set<string>();
  let shares = 0;
  let before: { text: string; us: number } | undefined;
  for (const [index, { name, share, until }] of splits.entries()) {
    const path = `$.splits[${index}]`;
    // Folders of some systems do not tell upper from lower case.
    const key = name.toLowerCase();
    if (names.has(key)) {
      return invalid(
        `${path}.name`,
        `Expected a unique name, in upper or lower case; "${name}" occurs twice. Choose another.`,
      );
    }
    names.add(key);
    if (index === splits.length - 1) {
      if (share === undefined && until === undefined) continue;
      return invalid(
        path,
        `Expected neither share nor until of the last split, which takes the rest; "${name}" has ${share === undefined ? 'until' : 'share'}. Leave it out, or add a split after it.`,
      );
    }
    if ((share === undefined) === (until === undefined)) {
      return invalid(
        path,
        `Expected either share or until of a split that is not the last; "${name}" has ${share === undefined ? 'neither' : 'both'}.`,
      );
    }
    if (share !== undefined) {
      shares += share;
      if (before) return mixed(path, name);
      if (shares >= 1) {
        return invalid(
          `${path}.share`,
          `Expected shares whose sum is below 1, so that the last split has rows; up to "${name}" it is ${Number(shares.toFixed(6))}.`,
        );
      }
    }
    if (until !== undefined) {
      if (shares > 0) return mixed(path, name);
      const us = parseInstant(until);
      if (us === undefined) {
        return invalid(
          `${path}.until`,
          `Expected a time that exists, such as 2023-01-01T00:00:00Z; got "${until}".`,
        );
      }
      if (before && us <= before.us) {
        return invalid(
          `${path}.until`,
          `Expected an end after that of the split before it, ${before.text}; got ${until}.`,
        );
      }
      before = { text: until, us };
    }
  }
  return undefined;
}

const mixed = (path: string, name: string): LabError =>
  invalid(
    path,
    `Expected shares for all splits or ends for all; "${name}" has another kind than the split before it.`,
  );
