import type { ReactElement } from 'react';
import type { LabError } from '../../core/errors';
import { copyText } from './take';
import { IconButton } from './controls';

interface NoticeProps {
  error: LabError;
  tone?: 'error' | 'warning' | 'info';
  onDismiss?: () => void;
}

/** An error where it arose; it stays until dismissed and can be copied. */
export function ErrorNotice({ error, tone = 'error', onDismiss }: NoticeProps): ReactElement {
  const text = [error.code, error.file, error.path, error.message, error.detail].filter(Boolean).join('\n');
  return (
    <div className={`notice ${tone}`} role={tone === 'error' ? 'alert' : 'status'} data-code={error.code}>
      <div className="row">
        <div className="grow">
          {error.file && !error.message.includes(error.file) && <strong>{error.file}</strong>}
          {error.message}
          {error.path && <code className="muted"> {error.path}</code>}
        </div>
        <IconButton className="small" icon="copy" label="Copy message" onClick={() => void copyText(text)} />
        {onDismiss && <IconButton className="small" icon="close" label="Dismiss" onClick={onDismiss} />}
      </div>
    </div>
  );
}
