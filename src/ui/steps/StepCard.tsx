import { useSortable } from '@dnd-kit/sortable';
import { DropdownMenu as M } from 'radix-ui';
import { useState, type ReactElement } from 'react';
import type { LabError } from '../../core/errors';
import { kindOf } from '../../core/recipe';
import type { Step } from '../../core/recipe/types';
import type { RunReport } from '../../state/engine/engine';
import { duplicateStep, moveStep, removeStep, toggleStep } from '../../state/recipe/recipe';
import { IconButton, Switch } from '../kit/controls';
import { ErrorNotice } from '../kit/Notice';
import { count } from '../../core/format';
import { intention } from './describe';
import { stepLabels } from './labels';
import { StepOptions } from './StepOptions';

/** A dot between two parts of a sentence, which stays with the first where the second begins a line. */
const between = '\u00a0· ';

interface StepCardProps {
  id: string;
  step: Step;
  index: number;
  last: number;
  report: RunReport['steps'][number] | undefined;
  error: LabError | null;
  onDismiss: () => void;
}

/** One step: what it did, whether it is on, and its options once opened. */
export function StepCard({ id, step, index, last, report, error, onDismiss }: StepCardProps): ReactElement {
  const [open, setOpen] = useState(false);
  const sortable = useSortable({ id });
  const { transform } = sortable;
  const label = stepLabels[kindOf(step)];
  const did = report && !step.off ? report.sentence : step.off ? 'off' : intention(step);
  const menu: [string, boolean, () => void][] = [
    ['Move up', index > 0, () => moveStep(index, index - 1)],
    ['Move down', index < last, () => moveStep(index, index + 1)],
    ['Duplicate', true, () => duplicateStep(index)],
    [step.off ? 'Switch on' : 'Switch off', true, () => toggleStep(index)],
    ['Remove', true, () => removeStep(index)],
  ];
  return (
    <li
      ref={sortable.setNodeRef}
      className={`step ${open ? 'open' : ''} ${step.off ? 'off' : ''}`}
      data-step={kindOf(step)}
      style={
        transform ? { transform: `translateY(${transform.y}px)`, zIndex: 2, position: 'relative' } : undefined
      }
    >
      <div className="step-head">
        <IconButton
          className="small grip"
          icon="grip"
          label={`Move step ${index + 1}, ${label}`}
          ref={sortable.setActivatorNodeRef}
          {...sortable.attributes}
          {...sortable.listeners}
        />
        <button
          type="button"
          className="step-title ellipsis"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <span className="muted">{index + 1}</span> {label}
        </button>
        <Switch label={`${label} on`} checked={!step.off} onChange={() => toggleStep(index)} />
        <M.Root>
          <M.Trigger asChild>
            <IconButton className="small" icon="more" label={`Menu of step ${index + 1}, ${label}`} />
          </M.Trigger>
          <M.Portal>
            <M.Content className="menu" align="end">
              {menu.map(([text, possible, act]) => (
                <M.Item key={text} className="menu-item" disabled={!possible} onSelect={act}>
                  {text}
                </M.Item>
              ))}
            </M.Content>
          </M.Portal>
        </M.Root>
      </div>
      <p className="step-sentence">
        {did}
        {report && !step.off && between}
        {report && !step.off && (
          <span className="whole" title="Rows in and out">
            {count(report.rowsIn)} → {count(report.rowsOut)} rows
          </span>
        )}
        {report?.labelSentence && !step.off && between}
        {report?.labelSentence && !step.off && (
          <span className="whole" title="What the step did to labels">
            {report.labelSentence}
          </span>
        )}
        {report?.warnings.map((warning) => (
          <span key={warning} className="warn">
            {' '}
            {warning}
          </span>
        ))}
      </p>
      {error && <ErrorNotice error={error} onDismiss={onDismiss} />}
      {open && (
        <div className="step-options">
          <StepOptions step={step} index={index} />
        </div>
      )}
    </li>
  );
}
