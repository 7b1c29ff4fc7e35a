import type { ReactElement } from 'react';
import { bytes, count, plural } from '../../core/format';
import type { Comparison, Finding, Severity, Verdict, VerifyReport } from '../../core/verify/types';
import { cancelVerify, forgetVerify, useVerify, verifyBundle } from '../../state/verify/verify';
import { openDialog } from '../../state/view/view';
import { share } from '../../state/engine/runState';
import { pick } from '../ingest/files';
import { Modal } from '../kit/Modal';
import { ErrorNotice } from '../kit/Notice';
import { Progress } from '../kit/Progress';

const close = (): void => {
  cancelVerify();
  forgetVerify();
  openDialog(null);
};

const choose = (folder: boolean) => (): void =>
  pick(folder, (files) => void verifyBundle(files).catch(() => undefined));

/** Checks a bundle and makes it once more, beside what is loaded. */
export function VerifyDialog(): ReactElement {
  const { status, name, progress, report, error } = useVerify();
  const running = status === 'running';
  return (
    <Modal
      wide
      title="Verify a bundle"
      description="Every hash is checked, every document held to its schema, and the recipe is run again on the raw files of the bundle and compared, in an engine of its own: nothing that is loaded changes, and nothing of the bundle is executed or written."
      onClose={close}
      foot={
        <>
          <button type="button" className="button" disabled={running} onClick={choose(true)}>
            Choose a folder…
          </button>
          <button
            type="button"
            className={report ? 'button' : 'button primary'}
            disabled={running}
            onClick={choose(false)}
          >
            Choose a zip…
          </button>
        </>
      }
    >
      {status === 'idle' && (
        <p className="said">
          Drop a bundle here, a zip or a folder, or choose one. Where it was made without its raw files, give
          them beside the zip.
        </p>
      )}
      {running && (
        <Progress
          label={`verifying ${name ?? 'the bundle'}`}
          text={progress?.stage ?? 'Starting'}
          done={share(progress)}
          onCancel={cancelVerify}
        />
      )}
      {error && <ErrorNotice error={error} />}
      {report && <Report name={name ?? 'The bundle'} report={report} />}
    </Modal>
  );
}

const sameTexts: Record<Comparison, string> = {
  'byte for byte': '✓ Same: every hash and document holds, and the recipe gives the same bytes.',
  'row by row':
    '✓ Same: every hash holds, and the recipe gives the same rows and documents, numbers to 1e-9. The bytes of its files are others.',
};

const verdicts: Record<Exclude<Verdict, 'same'>, { tone: string; text: string }> = {
  different: { tone: 'bad', text: '✗ Different: the bundle is not what it says.' },
  unproven: { tone: 'warn', text: 'Unproven: no error was found, and yet not all could be checked.' },
};

const tones: Record<Severity, string> = { error: 'error', warning: 'warning', note: 'info' };

function Report({ name, report }: { name: string; report: VerifyReport }): ReactElement {
  const { verdict, comparison, findings, more, files, documents, replayed } = report;
  const { tone, text } =
    verdict === 'same' ? { tone: 'good', text: sameTexts[comparison] } : verdicts[verdict];
  return (
    <>
      <p role="status" aria-label="Verdict" className={tone} data-verdict={verdict}>
        {text}
      </p>
      <p className="muted">
        {name}: {plural(files, 'file')} of {bytes(report.bytes)} hashed, {plural(documents, 'document')} held
        to {documents === 1 ? 'its schema' : 'their schemas'},{' '}
        {replayed
          ? `${plural(replayed.rows, 'row')} in ${plural(replayed.files, 'file')} made again.`
          : 'nothing made again.'}
      </p>
      {findings.length > 0 && (
        <div role="list" aria-label="Findings">
          {findings.map((finding, index) => (
            <Row key={index} finding={finding} />
          ))}
        </div>
      )}
      {more > 0 && <p className="muted">… and {count(more)} more.</p>}
    </>
  );
}

/** The message names file, row and column where there are any. */
function Row({ finding: { severity, code, path, message } }: { finding: Finding }): ReactElement {
  return (
    <div role="listitem" className={`notice ${tones[severity]}`} data-code={code}>
      <strong>
        {severity}: {code}
      </strong>{' '}
      {message}
      {path !== undefined && !message.includes(path) && <code className="muted"> {path}</code>}
    </div>
  );
}
