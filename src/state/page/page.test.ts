import { expect, test } from 'vitest';
import { version as ofPackage } from '../../../package.json';
import { version } from './page';

test('the app goes by the version of its package', () => {
  expect(version).toBe(ofPackage);
});
