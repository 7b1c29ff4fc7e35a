import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Result } from '../../core/errors';
import { emptyRecipe } from '../../core/recipe';
import { weigh } from '../../core/recipe/weight';
import type { Recipe } from '../../core/recipe/types';
import type { RecipeText, WeighedRecipe } from '../../engine/protocol';

const fake = vi.hoisted(() => ({
  asked: [] as RecipeText[],
  answer: undefined as Result<WeighedRecipe> | undefined,
}));
vi.mock('../../engine/recipeClient', () => ({
  readRecipe: (source: RecipeText) => {
    fake.asked.push(source);
    return Promise.resolve(fake.answer);
  },
}));
vi.mock('../ingest/storage', () => ({ keepRaw: () => undefined, forgetRaw: () => undefined }));

const { answerIncoming, openPasted, openRecipeText, startAnew } = await import('./documents');
const { currentRecipe, freshRecipe, useRecipe } = await import('./recipe');
const { useSession } = await import('../page/page');
const { useRun } = await import('../engine/runState');
const { useFiles } = await import('../ingest/files');

const made = (rows: number): Recipe => ({
  ...emptyRecipe(),
  name: `${rows} rows`,
  generated: [
    {
      synthetic: 's',
      start: '2023-01-01T00:00:00Z',
      step: '1s',
      rows,
      signal: [{ constant: { value: 1 } }],
    },
  ],
});
const heavy = made(100_000_000);
const light = made(1000);
const weighed = (recipe: Recipe): Result<WeighedRecipe> => ({
  ok: true,
  value: { recipe, weight: weigh(recipe) },
});
async function open(recipe: Recipe): Promise<void> {
  fake.answer = weighed(recipe);
  await openRecipeText('text', 'a file');
}
const paused = (): unknown => useRun.getState().paused;

beforeEach(() => {
  useRecipe.setState({ recipe: freshRecipe() });
  useSession.setState({ incoming: null });
  useRun.setState({ paused: null });
  fake.asked.length = 0;
});

describe('a recipe from elsewhere', () => {
  it('that is light takes the place of an empty one, and runs', async () => {
    await open(light);
    expect([currentRecipe(), useSession.getState().incoming, paused()]).toEqual([light, null, null]);
  });

  it('that is heavy is asked about, with what it costs, and changes nothing before', async () => {
    await open(heavy);
    expect(currentRecipe()).toEqual(freshRecipe());
    expect(useSession.getState().incoming).toEqual({
      recipe: heavy,
      from: 'a file',
      replaces: false,
      heavy: weigh(heavy),
    });
  });

  it.each([
    ['run', heavy, null],
    ['open', heavy, 'chosen'],
    ['keep', freshRecipe(), null],
  ] as const)('that is heavy does as the person answers: %s', async (answer, recipe, pause) => {
    await open(heavy);
    answerIncoming(answer);
    expect([currentRecipe(), paused(), useSession.getState().incoming]).toEqual([recipe, pause, null]);
  });

  it('that is light is only asked about where it would replace another, and ends a pause', async () => {
    await open(heavy);
    answerIncoming('open');
    await open(light);
    expect(useSession.getState().incoming).toMatchObject({ replaces: true, heavy: undefined });
    answerIncoming('run');
    expect([currentRecipe(), paused()]).toEqual([light, null]);
  });

  it('that is refused is told, and changes nothing', async () => {
    fake.answer = { ok: false, error: { code: 'recipe-too-large', message: 'too large' } };
    await openRecipeText('text', 'a file');
    expect(useFiles.getState().notices.at(-1)?.error).toMatchObject({
      code: 'recipe-too-large',
      file: 'a file',
    });
    expect(currentRecipe()).toEqual(freshRecipe());
  });
});

it('a data set begun anew after one that was not run is not paused', async () => {
  await open(heavy);
  answerIncoming('open');
  startAnew();
  expect(paused()).toBeNull();
});

it.each([
  ['{"recipe": 1}', { text: '{"recipe": 1}' }],
  ['https://lab.example/?a=b#recipe=abc-_\n', { link: 'abc-_' }],
  ['{"a": 1}', undefined],
  ['some text', undefined],
  ['https://lab.example/', undefined],
])('a pasted text is opened where it is a recipe or a link to one: %j', (text, source) => {
  fake.answer = weighed(light);
  expect(openPasted(text)).toBe(source !== undefined);
  expect(fake.asked).toEqual(source ? [source] : []);
});
