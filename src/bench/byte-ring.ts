/** The last bytes of a stream, in a fixed amount of memory. */
export interface ByteRing {
  push(chunk: Buffer): void;
  /** A copy of the bytes held, oldest first. */
  contents(): Buffer;
  /** How many bytes were pushed and are no longer held. */
  dropped(): number;
}

/**
 * A ring that holds the last `capacity` bytes. One buffer, not a list of chunks: a command that writes byte by
 * byte would otherwise cost hundreds of bytes of memory for each of its own.
 */
export function createByteRing(capacity: number): ByteRing {
  const ring = Buffer.allocUnsafe(capacity);
  let pushed = 0;
  return {
    push(chunk) {
      const kept = chunk.subarray(Math.max(0, chunk.length - capacity));
      pushed += chunk.length - kept.length;
      const copied = kept.copy(ring, pushed % capacity);
      kept.copy(ring, 0, copied);
      pushed += kept.length;
    },
    contents() {
      if (pushed <= capacity) return Buffer.from(ring.subarray(0, pushed));
      const oldest = pushed % capacity;
      return Buffer.concat([ring.subarray(oldest), ring.subarray(0, oldest)]);
    },
    dropped: () => Math.max(0, pushed - capacity),
  };
}
