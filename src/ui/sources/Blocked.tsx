import type { ReactElement } from 'react';
import { whyBlocked } from '../../state/sources/fetching';
import { ErrorNotice } from '../kit/Notice';

/** Says in advance which addresses the page may not ask, and how to allow them. */
export function Blocked({ urls }: { urls: readonly string[] }): ReactElement | null {
  const origins = [...new Set(urls.map((url) => new URL(url).origin))];
  const blocked = origins.flatMap((origin) => whyBlocked(origin) ?? []);
  const [first] = blocked;
  if (!first) return null;
  const all = origins.filter((origin) => whyBlocked(origin) !== undefined).join(',');
  const error =
    blocked.length === 1
      ? first
      : {
          ...first,
          message: `The page may not ask ${blocked.length} of these addresses: nobody has allowed them yet, and nothing was sent. Start the lab with: npm start -- --sources ${all}`,
        };
  return <ErrorNotice tone="warning" error={error} />;
}
