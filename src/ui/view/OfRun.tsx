import type { ReactElement, ReactNode } from 'react';
import { useRun } from '../../state/engine/runState';

interface OfRunProps {
  children: ReactNode;
  /** The run (`version` of its state) that what is shown is of; absent: the last one that went through. */
  of?: number | undefined;
  /** Whether it is said in words; where it is said beside, dimming alone does. */
  mark?: boolean;
  /** Whether what is shown is already that of the run which is to come. */
  ahead?: boolean;
}

/** What came of a run: dimmed and marked while a new run is to come or under way, and where it is of an earlier run than the last. */
export function OfRun({ children, of, mark = true, ahead = false }: OfRunProps): ReactElement {
  const pending = useRun((run) => run.pending && run.report !== null);
  const older = useRun((run) => of !== undefined && of !== run.version);
  const before = !ahead && (pending || older);
  return (
    <div className="of-run" data-run={before ? 'before' : 'last'} aria-busy={pending}>
      {children}
      {before && mark && <span className="of-run-mark">of the run before</span>}
    </div>
  );
}
