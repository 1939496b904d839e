/** What is wrong with a stream, by the first line that is. */
export type OracleProblem = 'malformed' | 'misplaced' | 'twice' | 'too many' | 'too long';

export interface OracleReading {
  readonly values: Map<string, number>;
  readonly problem?: OracleProblem;
}

/** The METRIC lines of a whole output, read slowly and without any cleverness: what the reader must say, too. */
export function readSlowly(output: Buffer): OracleReading {
  const values = new Map<string, number>();
  for (const line of linesOf(output)) {
    const problem = readLine(values, line);
    if (problem !== undefined) return { values, problem };
  }
  return { values };
}

function readLine(values: Map<string, number>, line: Buffer): OracleProblem | undefined {
  const bytes = line.toString('latin1');
  if (line.length > 4096)
    return bytes.includes('METRIC ') || bytes.includes('METRIC\t') ? 'too long' : undefined;
  const characters = [...line.toString('utf8')];
  if (!bytes.startsWith('METRIC') || wordLetters.includes(bytes[6] ?? '-')) {
    return characters.some((_, at) => at > 0 && isNamed(characters.slice(at))) ? 'misplaced' : undefined;
  }
  const metric = parse(characters);
  if (metric === undefined) return 'malformed';
  const [name, value] = metric;
  const before = values.get(name);
  if (before !== undefined) return before - value === 0 ? undefined : 'twice';
  if (values.size >= 200) return 'too many';
  values.set(name, value);
  return undefined;
}

function linesOf(output: Buffer): Buffer[] {
  const lines: number[][] = [[]];
  for (const byte of output) {
    if (byte === 10) lines.push([]);
    else lines[lines.length - 1]?.push(byte);
  }
  return lines.map((bytes) => Buffer.from(bytes));
}

/** Whether this is METRIC, blanks, a name and an equals sign, whatever follows. */
function isNamed(characters: string[]): boolean {
  if (characters.splice(0, 6).join('') !== 'METRIC') return false;
  const rest = characters.length;
  skipBlanks(characters);
  return characters.length < rest && take(characters, letters) !== '' && characters[0] === '=';
}

const wordLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.%/-\u00b5';

function parse(line: string[]): [string, number] | undefined {
  const end = line[line.length - 1] === '\r' ? line.length - 1 : line.length;
  const characters = line.slice('METRIC'.length, end);
  if (characters[0] !== ' ' && characters[0] !== '\t') return undefined;
  skipBlanks(characters);
  const name = take(characters, letters);
  if (name.length < 1 || name.length > 100 || characters.shift() !== '=') return undefined;
  const value = takeNumber(characters);
  skipBlanks(characters);
  return value === undefined || characters.length > 0 ? undefined : [name, value];
}

function takeNumber(characters: string[]): number | undefined {
  const sign = takeOne(characters, '+-');
  const whole = take(characters, '0123456789');
  const point = takeOne(characters, '.');
  const fraction = point === '' ? '' : take(characters, '0123456789');
  const mark = takeOne(characters, 'eE');
  const exponentSign = mark === '' ? '' : takeOne(characters, '+-');
  const exponent = mark === '' ? '' : take(characters, '0123456789');
  if (whole === '' || (point !== '' && fraction === '') || (mark !== '' && exponent === '')) return undefined;
  const value = Number.parseFloat(sign + whole + point + fraction + mark + exponentSign + exponent);
  const isZero = [...whole, ...fraction].every((digit) => digit === '0');
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) return undefined;
  return value === 0 && !isZero ? undefined : value;
}

function skipBlanks(characters: string[]): void {
  take(characters, ' \t');
}

function take(characters: string[], allowed: string): string {
  let taken = '';
  while (characters.length > 0 && allowed.includes(characters[0] ?? '')) taken += characters.shift();
  return taken;
}

function takeOne(characters: string[], allowed: string): string {
  return characters.length > 0 && allowed.includes(characters[0] ?? '') ? (characters.shift() ?? '') : '';
}
