import { beforeEach, describe, expect, it, vi } from 'vitest';

const kept = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
});

/** The module as a page that is opened anew has it. */
async function opened() {
  vi.resetModules();
  const { setAbout, useRemembered } = await import('./publication');
  const { currentRecipe, undo } = await import('../recipe/recipe');
  return { setAbout, useRemembered, currentRecipe, undo };
}

beforeEach(() => kept.clear());

describe('what is said of a data set', () => {
  it('is a step of undo in the recipe, and leaves nothing behind where all of it is taken back', async () => {
    const { setAbout, currentRecipe, undo } = await opened();
    expect(setAbout({ title: 'Pumps' })).toBeUndefined();
    expect(setAbout({})).toBeUndefined();
    expect('about' in currentRecipe()).toBe(false);
    undo();
    expect(currentRecipe().about).toEqual({ title: 'Pumps' });
  });

  it('is refused where the recipe would be invalid, and then not remembered', async () => {
    const { setAbout, useRemembered, currentRecipe } = await opened();
    expect(setAbout({ creators: [{ name: '' }] })).toMatchObject({ path: '$.about.creators[0].name' });
    expect(currentRecipe().about).toBeUndefined();
    expect(useRemembered.getState().creators).toEqual([]);
  });

  it('is offered again in another session: creators, the last first, and the licence', async () => {
    const first = await opened();
    first.setAbout({
      licence: 'MIT',
      creators: [{ name: 'A', url: 'https://a.example.org' }, { name: 'B' }],
    });
    first.setAbout({ creators: [{ name: 'C', kind: 'organisation' }, { name: 'B' }] });
    const { useRemembered } = await opened();
    expect(useRemembered.getState()).toEqual({
      licence: 'MIT',
      creators: [
        { name: 'C', kind: 'organisation' },
        { name: 'B' },
        { name: 'A', url: 'https://a.example.org' },
      ],
    });
  });

  it.each(['', '{', '7', '{"creators":[1,{"name":""},{"name":"A","kind":"robot","url":7}],"licence":3}'])(
    'is begun anew where what was kept is %j',
    async (text) => {
      kept.set('anomaly-data-lab.publication', text);
      const { useRemembered } = await opened();
      const { creators, licence } = useRemembered.getState();
      expect(licence).toBeNull();
      expect(creators).toEqual(text.includes('"A"') ? [{ name: 'A' }] : []);
    },
  );
});
