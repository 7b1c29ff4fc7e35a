import type { ReactElement } from 'react';
import { dismissFitSummary, useFit } from '../../state/fit';
import { IconButton } from '../components/controls';
import { baseName } from '../lib/format';
import { Waiting } from './Waiting';

/** A series being modelled, or what was found of the last one. */
export function FitNote(): ReactElement | null {
  const { fitting, summary } = useFit();
  if (fitting)
    return (
      <Waiting
        what={`Modelling ${baseName(fitting.series)}`}
        progress={fitting.progress}
        onCancel={fitting.cancel}
      />
    );
  if (!summary) return null;
  return (
    <div className="notice info fit-note" role="status">
      <div className="row">
        <div className="grow">
          <strong>
            {summary.synthetic} is modelled on {summary.series}
          </strong>
          {summary.sentences.join(' ')}
        </div>
        <IconButton className="small" icon="close" label="Dismiss the summary" onClick={dismissFitSummary} />
      </div>
    </div>
  );
}
