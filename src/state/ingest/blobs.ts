/** Bytes that are joined before they become part of a blob. */
const PART = 16 << 20;

/** A blob made piece by piece. What is joined is handed to the browser, which may keep it outside the page's memory. */
export class BlobBuilder {
  size = 0;
  private readonly done: Blob[] = [];
  private parts: Uint8Array<ArrayBuffer>[] = [];
  private held = 0;

  add(part: Uint8Array<ArrayBuffer>): void {
    this.parts.push(part.slice());
    this.held += part.length;
    this.size += part.length;
    if (this.held >= PART) this.join();
  }

  finish(): Blob {
    this.join();
    return new Blob(this.done);
  }

  private join(): void {
    this.done.push(new Blob(this.parts));
    this.parts = [];
    this.held = 0;
  }
}
