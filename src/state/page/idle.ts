/** Waits until the page has nothing else to do, or for a while where the browser does not tell. */
export const idle = (timeout?: number): Promise<void> =>
  new Promise((resolve) => {
    if (typeof requestIdleCallback === 'function')
      requestIdleCallback(() => resolve(), timeout === undefined ? {} : { timeout });
    else setTimeout(resolve, 60);
  });
