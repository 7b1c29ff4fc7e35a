import type { ReactElement } from 'react';
import { share } from '../../state/engine/runState';
import { dismissFitSummary, useFit } from '../../state/synth/fit';
import { IconButton } from '../kit/controls';
import { baseName } from '../kit/format';
import { Progress } from '../kit/Progress';

/** The progress of modelling a series, or a summary of the last one. */
export function FitNote(): ReactElement | null {
  const { fitting, summary } = useFit();
  if (fitting) {
    const { series, progress, cancel } = fitting;
    const text = `Modelling ${baseName(series)}`;
    return (
      <Progress
        className="compare-waiting"
        label="modelling"
        text={progress ? `${text}: ${progress.stage}` : text}
        done={share(progress)}
        onCancel={cancel}
      />
    );
  }
  if (!summary) return null;
  const { synthetic, series, sentences } = summary;
  return (
    <div className="notice info fit-note" role="status">
      <div className="row">
        <details className="grow">
          <summary>
            <strong>{synthetic}</strong> is modelled on {series}. {sentences.at(-1)}
          </summary>
          {sentences.slice(0, -1).join(' ')}
        </details>
        <IconButton className="small" icon="close" label="Dismiss the summary" onClick={dismissFitSummary} />
      </div>
    </div>
  );
}
