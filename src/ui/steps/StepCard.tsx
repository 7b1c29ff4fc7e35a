import { useSortable } from '@dnd-kit/sortable';
import { useState, type ReactElement } from 'react';
import type { LabError } from '../../core/errors';
import { count } from '../../core/format';
import { kindOf } from '../../core/recipe';
import type { Step } from '../../core/recipe/types';
import type { RunReport } from '../../state/engine/engine';
import { duplicateStep, moveStep, removeStep, toggleStep } from '../../state/recipe/recipe';
import { IconButton, Switch } from '../kit/controls';
import { OfRun } from '../view/OfRun';
import { textsReading } from '../kit/form/readings';
import { MenuButton } from '../kit/Menu';
import { ErrorNotice } from '../kit/Notice';
import { px } from '../styles/properties';
import { labelOf, settingsText } from './describe';
import { StepOptions } from './StepOptions';

/** A dot between two parts of a sentence, which stays with the first where the second begins a line. */
const between = '\u00a0· ';

interface StepCardProps {
  id: string;
  step: Step;
  index: number;
  last: number;
  report: RunReport['steps'][number] | undefined;
  /** What is to be known before it runs; undefined where that is not known. */
  notes: readonly string[] | undefined;
  error: LabError | null;
  onDismiss: () => void;
}

/** One step: its report or settings, a switch, and its options once opened. */
export function StepCard({
  id,
  step,
  index,
  last,
  report,
  notes,
  error,
  onDismiss,
}: StepCardProps): ReactElement {
  const [open, setOpen] = useState(false);
  const sortable = useSortable({ id });
  const { transform } = sortable;
  const label = labelOf(step);
  const warnings = step.off ? [] : (notes ?? report?.warnings ?? []);
  const did = report && !step.off ? report.sentence : step.off ? 'off' : settingsText(step);
  return (
    <li
      ref={sortable.setNodeRef}
      className={`step ${open ? 'open' : ''} ${step.off ? 'off' : ''} ${transform ? 'moved' : ''}`}
      data-step={kindOf(step)}
      style={{ '--shift': px(transform?.y ?? 0) }}
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
        <MenuButton
          label={`Menu of step ${index + 1}, ${label}`}
          entries={[
            { label: 'Move up', disabled: index === 0, run: () => moveStep(index, index - 1) },
            { label: 'Move down', disabled: index === last, run: () => moveStep(index, index + 1) },
            { label: 'Duplicate', run: () => duplicateStep(index) },
            { label: step.off ? 'Switch on' : 'Switch off', run: () => toggleStep(index) },
            { label: 'Remove', run: () => removeStep(index) },
          ]}
        />
      </div>
      <OfRun mark={false}>
        <p className="step-sentence">
          {step.for && (
            <span title="The series that the step is for">
              Series: {textsReading.write(step.for)}
              {between}
            </span>
          )}
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
          {warnings.map((warning) => (
            <span key={warning} className="warn">
              {' '}
              {warning}
            </span>
          ))}
        </p>
      </OfRun>
      {error && <ErrorNotice error={error} onDismiss={onDismiss} />}
      {open && (
        <div className="step-options">
          <StepOptions step={step} index={index} />
        </div>
      )}
    </li>
  );
}
