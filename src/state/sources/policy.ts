import { blockedAddress, connectSources } from '../../core/sources';
import type { LabError } from '../../core/errors';

/** What the page's own policy says, in its meta tag; null where it has none. */
function pageSources(): string[] | null {
  const tag = document.querySelector<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy"]');
  return tag ? connectSources(tag.content) : null;
}

/** Why the page may not ask an address, known before anything is sent; undefined where it may, as far as the page knows. */
export const whyBlocked = (url: string): LabError | undefined =>
  blockedAddress(url, location.href, pageSources());

/** Origins of requests that the policy stopped: the header's may be stricter than the tag's, and a redirect may lead anywhere. */
const stopped = new Set<string>();
let watching = false;

export function watchPolicy(): void {
  if (watching) return;
  watching = true;
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    if (effectiveDirective === 'connect-src' && URL.canParse(blockedURI))
      stopped.add(new URL(blockedURI).origin);
  });
}

/** Whether the policy stopped a request to this address's origin just now. */
export async function wasBlocked(url: string): Promise<boolean> {
  // The event comes as a task of its own, after the request has failed.
  await new Promise((resolve) => setTimeout(resolve, 20));
  return stopped.delete(new URL(url).origin);
}
