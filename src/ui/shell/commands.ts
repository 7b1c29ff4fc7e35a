import { addSamples } from '../../state/ingest/add';
import { recipeLink, startAnew } from '../../state/recipe/documents';
import { cancelRun } from '../../state/engine/run';
import { toggleAdding, useLabels } from '../../state/label/labels';
import { addStep, redo, undo } from '../../state/recipe/recipe';
import { dismissOpened } from '../../state/verify/verify';
import {
  chooseNeighbour,
  openDialog,
  setRange,
  setTab,
  setTheme,
  toggleLayer,
  useView,
  type Tab,
} from '../../state/view/view';
import { kinds } from '../../core/synth/inject/kinds';
import { stepKinds } from '../../core/recipe';
import { stepLabels } from '../steps/describe';
import { newStep } from '../steps/options';
import { addBatchInto, injectInto, makeSynthetic, modelSeries, onChosen, placeInto } from '../synth/actions';
import { toggleAllSeries } from '../view/navigation';
import { addInSight, duplicateChosen, editLabel, jumpLabel, removeChosen } from '../label/actions';
import { pickFiles } from '../ingest/files';
import { savePipeline, scriptLabels } from '../pipeline/save';
import { copyText } from '../kit/take';

export interface Command {
  label: string;
  /** As shown and as matched: modifiers in the order Ctrl, Shift, then the key. Ctrl is Cmd on a Mac. */
  key?: string;
  run: () => void;
}

export const tabNames: readonly Tab[] = [
  'distribution',
  'compare',
  'labels',
  'table',
  'checks',
  'rejects',
  'lineage',
  'sql',
  'nab',
  'suggestions',
  'agreement',
];
export const tabLabel = (tab: Tab): string =>
  tab === 'sql' ? 'SQL' : tab === 'nab' ? 'NAB score' : tab.charAt(0).toUpperCase() + tab.slice(1);

/** Does something with the chosen labels, if there are any. */
function onChosenLabels(act: (ids: readonly string[]) => unknown): void {
  const { selected } = useLabels.getState();
  if (selected.length > 0) act(selected);
}

/** Every command of the lab. Keys without Ctrl work where no text is being typed. */
export const commands: Command[] = [
  { label: 'Show all commands', key: 'Ctrl+K', run: () => openDialog('palette') },
  { label: 'Keyboard shortcuts', key: '?', run: () => openDialog('keys') },
  { label: 'Undo', key: 'Ctrl+Z', run: undo },
  { label: 'Redo', key: 'Ctrl+Shift+Z', run: redo },
  { label: 'Add files…', key: 'Ctrl+O', run: () => pickFiles(false) },
  { label: 'Add a folder…', key: 'Ctrl+Shift+O', run: () => pickFiles(true) },
  { label: 'Fetch from sources…', run: () => openDialog('sources') },
  { label: 'Load the samples', run: () => void addSamples() },
  { label: 'Make a synthetic series', run: makeSynthetic },
  { label: 'Inject anomalies…', run: () => onChosen(injectInto) },
  { label: 'Model this series…', run: () => onChosen((series) => void modelSeries(series)) },
  {
    label: 'Model with bootstrapped residuals…',
    run: () => onChosen((series) => void modelSeries(series, true)),
  },
  { label: 'Export…', key: 'Ctrl+E', run: () => openDialog('export') },
  { label: 'About this data set…', run: () => openDialog('publication') },
  { label: 'Data sets and their versions…', run: () => openDialog('versions') },
  { label: 'Verify a bundle…', run: () => openDialog('verify') },
  { label: 'Run on Spark…', run: () => openDialog('spark') },
  { label: 'Recipe as JSON…', key: 'Ctrl+J', run: () => openDialog('recipe') },
  { label: scriptLabels.sql, run: () => void savePipeline('sql') },
  { label: scriptLabels.python, run: () => void savePipeline('python') },
  { label: 'Copy a link to the recipe', run: () => void copyText(recipeLink()) },
  {
    label: 'New data set',
    run: () => {
      if (startAnew()) dismissOpened();
    },
  },
  { label: 'Saved in this browser…', run: () => openDialog('storage') },
  { label: 'About…', run: () => openDialog('about') },
  { label: 'Cancel the run', key: 'Ctrl+.', run: cancelRun },
  { label: 'Next series', key: '}', run: () => chooseNeighbour(1) },
  { label: 'Previous series', key: '{', run: () => chooseNeighbour(-1) },
  { label: 'All series at a glance', key: 'a', run: toggleAllSeries },
  { label: 'Next label', key: ']', run: () => onChosen((series) => jumpLabel(series, 1)) },
  { label: 'Previous label', key: '[', run: () => onChosen((series) => jumpLabel(series, -1)) },
  { label: 'Draw labels on the chart', key: 'l', run: toggleAdding },
  { label: 'Add a label in the middle of the chart', key: 'm', run: () => onChosen(addInSight) },
  { label: 'Edit the chosen label', run: () => onChosenLabels(([id]) => id !== undefined && editLabel(id)) },
  { label: 'Duplicate the chosen labels', key: 'Ctrl+D', run: () => onChosenLabels(duplicateChosen) },
  { label: 'Delete the chosen labels', run: () => onChosenLabels(removeChosen) },
  { label: 'Show the whole series', key: '0', run: () => setRange(null) },
  { label: 'Show or hide raw', key: 'r', run: () => toggleLayer('raw') },
  { label: 'Show or hide processed', key: 'p', run: () => toggleLayer('processed') },
  ...tabNames.map((tab, index) => ({
    label: `Go to ${tabLabel(tab)}`,
    ...(index < 9 ? { key: String(index + 1) } : {}),
    run: () => setTab(tab),
  })),
  ...stepKinds.map((kind) => ({
    label: `Add step: ${stepLabels[kind]}`,
    run: () => void addStep(newStep[kind]()),
  })),
  ...Object.values(kinds).map(({ kind, label }) => ({
    label: `Add anomaly: ${label}`,
    run: () => onChosen((series) => placeInto(series, kind)),
  })),
  { label: 'Add a random batch of anomalies', run: () => onChosen(addBatchInto) },
  { label: 'Theme: system', run: () => setTheme('system') },
  { label: 'Theme: light', run: () => setTheme('light') },
  { label: 'Theme: dark', run: () => setTheme('dark') },
];

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** Runs the command of a key press, if there is one. */
export function runKey(event: KeyboardEvent): void {
  const control = event.ctrlKey || event.metaKey;
  if (event.defaultPrevented || event.altKey) return;
  if (typing(event.target) && (!control || /^[zy]$/i.test(event.key))) return;
  // Keys typed while a dialog is opening are not commands.
  if (!control && (useView.getState().dialog !== null || document.querySelector('[role=dialog]'))) return;
  const bare = control ? event.key.toUpperCase() : event.key;
  const key = `${control ? 'Ctrl+' : ''}${control && event.shiftKey ? 'Shift+' : ''}${bare}`;
  const command = commands.find((one) => one.key === key);
  if (!command) return;
  event.preventDefault();
  command.run();
}
