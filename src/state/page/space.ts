/** The room that the browser's storage has for the page. */

/** Bytes that it may take yet; undefined where the browser does not say. */
export async function freeSpace(): Promise<number | undefined> {
  if (!('storage' in navigator)) return undefined;
  const { quota, usage } = await navigator.storage.estimate().catch((): StorageEstimate => ({}));
  return quota === undefined || usage === undefined ? undefined : Math.max(0, quota - usage);
}
