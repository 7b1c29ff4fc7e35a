import { create } from 'zustand';
import type { Layer } from '../../core/view/types';
import { useFiles } from '../ingest/files';

export type Tab =
  | 'distribution'
  | 'compare'
  | 'labels'
  | 'table'
  | 'checks'
  | 'rejects'
  | 'lineage'
  | 'sql'
  | 'nab'
  | 'suggestions'
  | 'agreement';
export type Theme = 'system' | 'light' | 'dark';
export type Dialog =
  | 'export'
  | 'publication'
  | 'palette'
  | 'keys'
  | 'recipe'
  | 'storage'
  | 'sources'
  | 'versions'
  | 'verify'
  | 'spark'
  | 'about'
  | null;

interface ViewState {
  /** Name of the chosen series. */
  chosen: string | null;
  /** Visible range in microseconds UTC; null: all of it. */
  range: { from: number; to: number } | null;
  layers: Layer[];
  tab: Tab;
  theme: Theme;
  dialog: Dialog;
  filter: string;
  /** Folded-up folders of the list. */
  folded: string[];
}

const themeKey = 'anomaly-data-lab.theme';

function storedTheme(): Theme {
  try {
    const theme = localStorage.getItem(themeKey);
    return theme === 'light' || theme === 'dark' ? theme : 'system';
  } catch {
    return 'system';
  }
}

export const useView = create<ViewState>()(() => ({
  chosen: null,
  range: null,
  layers: ['raw', 'processed'],
  tab: 'distribution',
  theme: storedTheme(),
  dialog: null,
  filter: '',
  folded: [],
}));

const chosenKey = 'anomaly-data-lab.chosen';

function lastChosen(): string | null {
  try {
    return localStorage.getItem(chosenKey);
  } catch {
    return null;
  }
}

/** The choice of the person, which holds while its series is away (a reload, a worker that died). */
let wanted = lastChosen();

export const chooseSeries = (chosen: string): void => {
  if (useView.getState().chosen !== chosen) useView.setState({ chosen, range: null });
  wanted = chosen;
  try {
    localStorage.setItem(chosenKey, chosen);
  } catch {
    // A page without storage keeps the choice until it is closed.
  }
};
export const setRange = (range: ViewState['range']): void => useView.setState({ range });
export const setTab = (tab: Tab): void => useView.setState({ tab });
export const openDialog = (dialog: Dialog): void => useView.setState({ dialog });
export const setFilter = (filter: string): void => useView.setState({ filter });

export function toggleLayer(layer: Layer): void {
  useView.setState(({ layers }) => {
    const left = layers.includes(layer) ? layers.filter((other) => other !== layer) : [...layers, layer];
    return left.length ? { layers: left } : {};
  });
}

export function toggleFolder(folder: string): void {
  useView.setState(({ folded }) => ({
    folded: folded.includes(folder) ? folded.filter((other) => other !== folder) : [...folded, folder],
  }));
}

export function setTheme(theme: Theme): void {
  useView.setState({ theme });
  try {
    localStorage.setItem(themeKey, theme);
  } catch {
    // A page without storage keeps the choice until it is closed.
  }
}

/** The one before or after the chosen series in the order of the list. */
export function chooseNeighbour(by: 1 | -1): void {
  const names = useFiles.getState().series.map((series) => series.name);
  const { chosen } = useView.getState();
  const at = chosen === null ? -1 : names.indexOf(chosen);
  const next = names[Math.max(0, Math.min(names.length - 1, at + by))];
  if (next !== undefined) chooseSeries(next);
}

// A series is always chosen while there is one.
useFiles.subscribe(({ series }) => {
  const { chosen } = useView.getState();
  const there = (name: string | null): boolean => series.some((one) => one.name === name);
  const next = there(wanted) ? wanted : there(chosen) ? chosen : (series[0]?.name ?? null);
  if (next !== chosen) useView.setState({ chosen: next, range: null });
});
