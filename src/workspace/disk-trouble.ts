/** Whether git says that there is no room; it has several words for that. */
export function saysFull(stderr: string): boolean {
  return /No space left on device|Disk quota exceeded|Out of diskspace|couldn't write|unable to write file/.test(
    stderr,
  );
}

/** Whether git says that it may not write at all. */
export function saysReadOnly(stderr: string): boolean {
  return /Read-only file system/.test(stderr);
}
