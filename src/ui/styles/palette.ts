/**
 * The colours of the lab, for the page and its charts alike. They stand in this module, not in a style sheet: a canvas needs them as values, a
 * picture to save may be drawn in the other theme than the page's, and tests draw charts in Node, where no style sheet is loaded. The page gets them
 * as custom properties (`applyTheme`), which the content policy allows: it forbids scripts that are not the lab's, not the style of an element.
 */

export type Theme = 'light' | 'dark';

/** Surfaces, lines and texts. Each text reads at 4.5:1 or better on each surface, `lineStrong` (borders of controls) at 3:1. */
interface PageColours {
  bg: string;
  bgSide: string;
  bgRaised: string;
  bgHover: string;
  bgChosen: string;
  line: string;
  lineStrong: string;
  text: string;
  textMuted: string;
  accent: string;
  /** On `accent`. */
  accentText: string;
  good: string;
  warn: string;
  warnBg: string;
  bad: string;
  badBg: string;
  shadowColour: string;
  /** Over what a dialog covers. */
  scrim: string;
}

/** Data that keep their colour everywhere. Shape and dash tell the same things apart without colour. */
interface DataColours {
  raw: string;
  processed: string;
  labelled: string;
  injected: string;
  outlier: string;
  filled: string;
  gap: string;
}

export type Palette = PageColours & DataColours;

const page: Record<Theme, PageColours> = {
  light: {
    bg: '#ffffff',
    bgSide: '#f7f8fa',
    bgRaised: '#ffffff',
    bgHover: '#eef1f5',
    bgChosen: '#e6effd',
    line: '#dfe3e8',
    lineStrong: '#7f8893',
    text: '#1f2328',
    textMuted: '#565e68',
    accent: '#1a5fd0',
    accentText: '#ffffff',
    good: '#16692f',
    warn: '#8a5a00',
    warnBg: '#fff6e0',
    bad: '#b4232c',
    badBg: '#fdeeee',
    shadowColour: 'rgb(20 30 45 / 18%)',
    scrim: 'rgb(10 15 22 / 45%)',
  },
  dark: {
    bg: '#14171c',
    bgSide: '#191d23',
    bgRaised: '#20252c',
    bgHover: '#282e37',
    bgChosen: '#1c3353',
    line: '#2c333c',
    lineStrong: '#707c8a',
    text: '#e6e9ed',
    textMuted: '#a3adb8',
    accent: '#6cb0ff',
    accentText: '#0b1524',
    good: '#56cf8f',
    warn: '#e3a844',
    warnBg: '#322a18',
    bad: '#ff8080',
    badBg: '#3a1f22',
    shadowColour: 'rgb(0 0 0 / 55%)',
    scrim: 'rgb(10 15 22 / 45%)',
  },
};

const data: Record<Theme, DataColours> = {
  light: {
    raw: '#8b929b',
    processed: '#1f6feb',
    labelled: '#b7791f',
    injected: '#7c3aed',
    outlier: '#cf222e',
    filled: '#1a7f37',
    gap: '#6e7781',
  },
  dark: {
    raw: '#7d8691',
    processed: '#6cb0ff',
    labelled: '#e3a844',
    injected: '#b794f6',
    outlier: '#ff6b6b',
    filled: '#4cc38a',
    gap: '#9aa4af',
  },
};

export const palettes: Record<Theme, Palette> = {
  light: { ...page.light, ...data.light },
  dark: { ...page.dark, ...data.dark },
};

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The colours of a theme as CSS custom properties: `--bg-side` and the like of the page, `--chart-raw` and the like of data. */
export function paletteProperties(theme: Theme): Record<string, string> {
  return Object.fromEntries([
    ...Object.entries(page[theme]).map(([name, colour]) => [`--${kebab(name)}`, colour]),
    ...Object.entries(data[theme]).map(([name, colour]) => [`--chart-${kebab(name)}`, colour]),
  ]) as Record<string, string>;
}

/** Gives the page a theme. */
export function applyTheme(theme: Theme): void {
  const { dataset, style } = document.documentElement;
  dataset['theme'] = theme;
  for (const [name, colour] of Object.entries(paletteProperties(theme))) style.setProperty(name, colour);
}

/** `#rrggbb` with an opacity between 0 and 1. */
export function translucent(colour: string, opacity: number): string {
  return `${colour}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')}`;
}

/** `#rrggbb` as it looks with an opacity between 0 and 1 on a background. */
export function blended(colour: string, background: string, opacity: number): string {
  const channel = (of: string, start: number): number => Number.parseInt(of.slice(start, start + 2), 16);
  const mixed = [1, 3, 5].map((start) =>
    Math.round(channel(colour, start) * opacity + channel(background, start) * (1 - opacity))
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${mixed.join('')}`;
}

/** The font of texts on a canvas and in an SVG (single quotes: it stands in attributes), as `--font` and `--type-xs` of tokens.css. */
export const fontFamily = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif";
export const fontSize = 11;
