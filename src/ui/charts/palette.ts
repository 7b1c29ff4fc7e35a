/** Colours that keep their meaning everywhere. Shape and dash tell the same things apart without colour. */
export interface Palette {
  background: string;
  text: string;
  faint: string;
  grid: string;
  raw: string;
  processed: string;
  labelled: string;
  injected: string;
  outlier: string;
  filled: string;
  gap: string;
}

export type Theme = 'light' | 'dark';

export const palettes: Record<Theme, Palette> = {
  light: {
    background: '#ffffff',
    text: '#24292f',
    faint: '#5b636d',
    grid: '#e8eaed',
    raw: '#8b929b',
    processed: '#1f6feb',
    labelled: '#b7791f',
    injected: '#7c3aed',
    outlier: '#cf222e',
    filled: '#1a7f37',
    gap: '#6e7781',
  },
  dark: {
    background: '#14171c',
    text: '#e6e9ed',
    faint: '#9aa4af',
    grid: '#272c34',
    raw: '#7d8691',
    processed: '#6cb0ff',
    labelled: '#e3a844',
    injected: '#b794f6',
    outlier: '#ff6b6b',
    filled: '#4cc38a',
    gap: '#9aa4af',
  },
};

/** The palette as CSS custom properties (`--chart-raw`, …), to be set on the root of the page with the theme. */
export function paletteProperties(theme: Theme): Record<`--chart-${keyof Palette}`, string> {
  return Object.fromEntries(
    Object.entries(palettes[theme]).map(([name, colour]) => [`--chart-${name}`, colour]),
  ) as Record<`--chart-${keyof Palette}`, string>;
}

/** `#rrggbb` with an opacity between 0 and 1. */
export function translucent(colour: string, opacity: number): string {
  return `${colour}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')}`;
}

/** `#rrggbb` as it looks with an opacity between 0 and 1 on a background. */
export function blended(colour: string, background: string, opacity: number): string {
  const part = (of: string, at: number): number => Number.parseInt(of.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) =>
    Math.round(part(colour, at) * opacity + part(background, at) * (1 - opacity))
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${mixed.join('')}`;
}

export const fontFamily = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif';
