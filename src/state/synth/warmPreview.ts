/** Previews that are not shown, made while the page is idle, so that the browser has compiled the code when the first setting changes. */
import { createGenerator } from '../../core/synth/generator';
import { planSynthetic } from '../../core/synth/plan';
import { previewLine } from '../../core/synth/preview';
import type { Injection, SyntheticSource } from '../../core/recipe/types';
import { idle } from '../page/page';

/** Enough for the browser to compile what runs often; each takes a few milliseconds. */
const TURNS = 24;
const ROWS = 200_000;
const COLUMNS = 300;

const anomalies = (series: string): Injection[] => [
  {
    id: 'warm',
    series,
    draw: { count: 60 },
    shapes: [
      { kind: 'spike', length: '1ms', strength: { sigma: [4, 8] } },
      { kind: 'level-shift', length: '1ms', strength: { sigma: [3, 6] } },
    ],
  },
];

/** On a short series like one that is there. */
export async function warmUpPreview(like: SyntheticSource): Promise<void> {
  const { channels: _channels, faults: _faults, ...plain } = like;
  for (let turn = 0; turn < TURNS; turn++) {
    await idle();
    const source: SyntheticSource = { ...plain, rows: ROWS, seed: turn };
    const request = { seed: 0, all: [source], injections: anomalies(source.synthetic) };
    const planned = planSynthetic(source, request, {}, { rough: true });
    if (!planned.ok) return;
    await idle();
    const generator = createGenerator(planned.value.job);
    const { access } = generator.series(0);
    previewLine(generator, 0, { from: access.timeOf(0), to: access.timeOf(ROWS - 1) + 1, columns: COLUMNS });
  }
}
