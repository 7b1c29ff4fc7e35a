import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { plot } from '../charts/seriesOption';
import { blended, palettes, paletteProperties, translucent, type Palette, type Theme } from './palette';

const ui = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(`${ui}/${path}`, 'utf8');
const files = readdirSync(ui, { recursive: true, encoding: 'utf8' });
const sheets = files.filter((path) => path.endsWith('.css'));
const code = files.filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.test.ts'));

interface Declaration {
  sheet: string;
  property: string;
  value: string;
}

/** Declarations of a style sheet, without those of at-rules' own heads: those cannot use custom properties. */
function declarations(sheet: string): Declaration[] {
  const text = read(sheet).replaceAll(/\/\*.*?\*\//gs, '');
  return [...text.matchAll(/(?<=[{;}]\s*)([\w-]+):\s*([^;{}]+);/g)].map(([, property = '', value = '']) => ({
    sheet,
    property,
    value,
  }));
}
const all = sheets.filter((sheet) => sheet !== 'styles/tokens.css').flatMap(declarations);
const asText = ({ sheet, property, value }: Declaration): string => `${sheet}: ${property}: ${value}`;
const lengths = (value: string): number[] =>
  [...value.matchAll(/(?<![\w.-])(\d+(?:\.\d+)?)px/g)].map(([, number]) => Number(number));

/** What tokens are for: distances, type, corners, layers and times. */
const scaled =
  /^(padding|margin|gap|row-gap|column-gap|font|font-size|font-weight|line-height|border-radius|z-index|transition|box-shadow)(-|$)/;

describe('style sheets', () => {
  it('take distances, type, corners, layers and times from the tokens', () => {
    const own = all.filter(({ property, value }) => {
      if (!scaled.test(property)) return false;
      // A line of one pixel and what is drawn around one stay as they are, and so do shadows of their own.
      if (property === 'box-shadow') return /#|rgb/.test(value);
      if (property === 'z-index' || property === 'font-weight') return /^\d/.test(value) && value !== '400';
      return lengths(value).some((pixels) => pixels > 1) || /\d(ms|s)\b/.test(value);
    });
    expect(own.map(asText)).toEqual([]);
  });

  it('name colours by their custom property', () => {
    const own = all.filter(({ value }) => /#[\da-f]{3,8}\b|\b(rgb|hsl)a?\(/i.test(value));
    expect(own.map(asText)).toEqual([]);
  });

  it('have no more lengths of their own than the widths and heights that one thing alone has', () => {
    const own = all.flatMap(({ value }) => lengths(value).filter((pixels) => pixels > 3));
    expect(own.length).toBeLessThanOrEqual(OWN_LENGTHS);
  });

  it('use no custom property that is defined nowhere', () => {
    const sources = [...sheets, ...code].map(read);
    const defined = new Set([
      ...Object.keys(paletteProperties('light')),
      ...sources.flatMap((text) => [...text.matchAll(/(--[\w-]+)['"]?\s*:/g)].map(([, name = '']) => name)),
    ]);
    const used = sources.flatMap((text) =>
      [...text.matchAll(/var\((--[\w-]+)/g)].map(([, name = '']) => name),
    );
    expect([...new Set(used)].filter((name) => !defined.has(name) && !name.startsWith('--radix'))).toEqual(
      [],
    );
  });

  it('place what stands over the chart by the margins of its plot', () => {
    const tokens = read('styles/tokens.css');
    for (const [side, pixels] of Object.entries(plot))
      expect(tokens).toContain(`--plot-${side}: ${pixels}px;`);
  });
});

describe('components', () => {
  it('pass numbers to the style sheets as custom properties, and style nothing else by themselves', () => {
    const own = code.flatMap((path) =>
      [...read(path).matchAll(/style=\{\{?([^}]*)\}/g)]
        .map(([, value = '']) => value.trim())
        .filter((value) => !value.startsWith(`'--`))
        .map((value) => `${path}: ${value}`),
    );
    expect(own).toEqual([]);
  });
});

describe('the palette', () => {
  it('has the same colours in each theme, each as a property', () => {
    expect(Object.keys(palettes.dark)).toEqual(Object.keys(palettes.light));
    expect(paletteProperties('dark')).toMatchObject({
      '--bg-side': palettes.dark.bgSide,
      '--chart-outlier': palettes.dark.outlier,
    });
    expect(Object.keys(paletteProperties('dark'))).toHaveLength(Object.keys(palettes.dark).length);
  });

  it('mixes a colour with what it stands on', () => {
    expect(blended('#ff0000', '#ffffff', 0.5)).toBe('#ff8080');
    expect(translucent('#ff0000', 0.5)).toBe('#ff000080');
  });
});

describe.each<Theme>(['light', 'dark'])('the palette of the %s theme', (theme) => {
  const colours = palettes[theme];
  const surfaces: (keyof Palette)[] = ['bg', 'bgSide', 'bgRaised', 'bgHover', 'bgChosen', 'warnBg', 'badBg'];
  const contrasts = (names: (keyof Palette)[], grounds: (keyof Palette)[], needed: number): string[] =>
    names.flatMap((name) =>
      grounds.flatMap((ground) => {
        const ratio = contrast(colours[name], colours[ground]);
        return ratio < needed ? [`${name} on ${ground}: ${ratio.toFixed(2)}`] : [];
      }),
    );

  it('lets each text be read on each surface (WCAG AA, 4.5:1)', () => {
    expect(contrasts(['text', 'textMuted', 'accent', 'good', 'warn', 'bad'], surfaces, 4.5)).toEqual([]);
    expect(contrasts(['accentText'], ['accent'], 4.5)).toEqual([]);
  });

  it('lets controls and data be seen on what they stand on (WCAG AA, 3:1)', () => {
    expect(contrasts(['lineStrong'], ['bg', 'bgSide', 'bgRaised', 'bgHover'], 3)).toEqual([]);
    expect(
      contrasts(['raw', 'processed', 'labelled', 'injected', 'outlier', 'filled', 'gap'], ['bg'], 3),
    ).toEqual([]);
  });
});

/** WCAG 2.2's contrast ratio of two colours `#rrggbb`. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
      const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Lengths above 3 px outside tokens.css: widths, heights and tracks of one thing each. Lower it when one goes. */
const OWN_LENGTHS = 107;
