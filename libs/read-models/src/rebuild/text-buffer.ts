/** UTF-8 takes at most three bytes for a unit of a string. */
const MOST_BYTES_A_UNIT = 3;

/** Text that is gathered as bytes, in memory that is used again: strings that live until they are sent cost more than all that was done to make them. */
export class TextBuffer {
  private bytes = Buffer.allocUnsafe(64 * 1024);
  private used = 0;

  /** Answers how many bytes it took. */
  add(text: string): number {
    const needed = this.used + text.length * MOST_BYTES_A_UNIT;
    if (needed > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.bytes.length));
      this.bytes.copy(larger, 0, 0, this.used);
      this.bytes = larger;
    }
    const written = this.bytes.write(text, this.used, 'utf8');
    this.used += written;
    return written;
  }

  get length(): number {
    return this.used;
  }

  /** What was gathered; it changes with the next `add` after `clear`. */
  content(): Buffer {
    return this.bytes.subarray(0, this.used);
  }

  clear(): void {
    this.used = 0;
  }
}
