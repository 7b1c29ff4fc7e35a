import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('the package for Spark has the zone rules that the lab compares its own with', async () => {
  const script = new URL('./generate-spark-zones.mjs', import.meta.url).href;
  const { path, zonesText } = (await import(script)) as { path: string; zonesText(): Promise<string> };
  const text = readFileSync(path, 'utf8');
  expect(text === (await zonesText()), `${path} is out of date: npm run generate`).toBe(true);
});
