import { readFileSync } from 'node:fs';

const headerSize = 32;
const frameHeaderSize = 24;
const magic = 0x377f0682;

/** Two running sums, as https://www.sqlite.org/fileformat2.html#wal_file_format has them. */
type Sums = readonly [number, number];

/**
 * How the write-ahead log next to a database is damaged; undefined where it is whole, empty or absent. SQLite itself takes
 * what comes before the damage for all there is, and says nothing.
 *
 * A frame that was not written out when the power went is none: only what was committed after it shows that it is.
 */
export function walDamage(databasePath: string): string | undefined {
  const first = damageIn(read(`${databasePath}-wal`));
  // Somebody may have written while it was read.
  return first === undefined ? undefined : damageIn(read(`${databasePath}-wal`));
}

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

function damageIn(wal: Buffer): string | undefined {
  const header = wal.subarray(0, headerSize);
  if (header.every((byte) => byte === 0)) return undefined;
  const isLittle = !isOdd(wal);
  if (!isHeader(header, isLittle)) return 'its write-ahead log does not begin as one';
  const size = frameHeaderSize + wal.readUInt32BE(8);
  const salt = wal.subarray(16, 24);
  let before = storedSums(wal, 24);
  let bad: number | undefined;
  let commitsAfter = 0;
  for (let at = headerSize, frame = 1; at + size <= wal.length; at += size, frame++) {
    const isGood = isFrame(wal.subarray(at, at + size), salt, before, isLittle);
    if (!isGood) bad ??= frame;
    else if (bad !== undefined && wal.readUInt32BE(at + 4) !== 0) commitsAfter++;
    before = storedSums(wal, at + 16);
  }
  // One may be the transaction that was being written when the power went, out of order.
  return commitsAfter < 2 ? undefined : `frame ${bad} of its write-ahead log is damaged`;
}

function isOdd(wal: Buffer): boolean {
  return wal.length >= 4 && (wal.readUInt32BE(0) & 1) === 1;
}

function isHeader(header: Buffer, isLittle: boolean): boolean {
  if (header.length < headerSize || (header.readUInt32BE(0) & ~1) >>> 0 !== magic) return false;
  return isSame(sum(header.subarray(0, 24), [0, 0], isLittle), storedSums(header, 24));
}

function isFrame(frame: Buffer, salt: Buffer, before: Sums, isLittle: boolean): boolean {
  if (!frame.subarray(8, 16).equals(salt)) return false;
  const sums = sum(frame.subarray(frameHeaderSize), sum(frame.subarray(0, 8), before, isLittle), isLittle);
  return isSame(sums, storedSums(frame, 16));
}

function storedSums(buffer: Buffer, at: number): Sums {
  return [buffer.readUInt32BE(at), buffer.readUInt32BE(at + 4)];
}

function isSame(a: Sums, b: Sums): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function sum(bytes: Buffer, before: Sums, isLittle: boolean): Sums {
  let [first, second] = before;
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    const one = isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
    const two = isLittle ? bytes.readUInt32LE(at + 4) : bytes.readUInt32BE(at + 4);
    first = (first + one + second) >>> 0;
    second = (second + two + first) >>> 0;
  }
  return [first, second];
}
