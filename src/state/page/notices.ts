/** The notices of the packages that the lab is built from; scripts/notices.ts writes them with the build. */
import { readJson } from '../../core/json';
import { LabFailure } from '../../core/errors';

export interface NoticeText {
  /** Its name in the package. */
  file: string;
  text: string;
}

/** What one package says of its licence. */
export interface Notice {
  name: string;
  version: string;
  /** As its package.json names it; null where it does not. */
  licence: string | null;
  author: string | null;
  /** Lines of its texts that say whose the copyright is. */
  copyright: string[];
  /** What the package should say and does not. */
  gaps: string[];
  texts: NoticeText[];
}

/** The same as one text. */
export const noticesFile = './third-party-notices.txt';

/** Fetches the notices that lie beside the page. Rejects with LabFailure where there are none: only a build makes them. */
export async function readNotices(): Promise<Notice[]> {
  try {
    const response = await fetch('./third-party-notices.json');
    if (!response.ok) throw new Error(`status ${response.status}`);
    return readJson(await response.text()) as Notice[];
  } catch (thrown) {
    throw new LabFailure({
      code: 'internal',
      message:
        'The notices could not be read. They are made by `npm run build` and lie beside the page; reload to try again.',
      detail: String(thrown),
    });
  }
}
