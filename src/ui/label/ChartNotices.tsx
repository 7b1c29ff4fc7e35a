import type { ReactElement } from 'react';
import { dismissRefused, useLabels } from '../../state/label/labels';
import { ErrorNotice } from '../kit/Notice';
import './label.css';

/** Why a change on the chart was refused, over the chart. */
export function ChartNotices(): ReactElement | null {
  const refused = useLabels((labels) => labels.refused);
  return refused ? (
    <div className="chart-notices">
      <ErrorNotice error={refused} onDismiss={dismissRefused} />
    </div>
  ) : null;
}
