import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { headerFor, withPolicy } from './csp.ts';

/**
 * Lets the page fetch from `sources`: their origins stand in the policy of the built page, and of the page that `vite preview` serves,
 * whatever it was built with. A build for another server says which header to send.
 */
export function sourcesPlugin(sources: readonly string[]): Plugin {
  let page = '';
  return {
    name: 'lab-sources',
    transformIndexHtml: (html) => withPolicy(html, sources),
    configResolved({ root, build }) {
      page = join(root, build.outDir, 'index.html');
    },
    closeBundle() {
      if (sources.length > 0 && this.environment.name === 'client' && !this.environment.config.isWorker)
        console.log(
          `\nThe policy of this build, which a server of your own has to send as a header:\nContent-Security-Policy: ${headerFor(sources)}\n`,
        );
    },
    configurePreviewServer({ middlewares, config }) {
      if (sources.length === 0) return;
      middlewares.use((request, response, next) => {
        if (!/^\/(index\.html)?(\?|$)/.test(request.url ?? '')) {
          next();
          return;
        }
        for (const [name, value] of Object.entries(config.preview.headers)) {
          if (value !== undefined) response.setHeader(name, value);
        }
        response.setHeader('Content-Type', 'text/html; charset=utf-8');
        response.end(withPolicy(readFileSync(page, 'utf8'), sources));
      });
    },
  };
}
