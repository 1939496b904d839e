/** Texts that cost an agent more than their length says, each of 20 KB or so. */
export const oddTexts: Readonly<Record<string, string>> = {
  code: repeated(
    'export function total(items: readonly Item[]): number {\n  return items.reduce((sum, { price }) => sum + price, 0);\n}\n',
  ),
  logs: repeated(
    '2026-01-31T12:34:56.789Z ERROR [worker-17] request id=9f86d081884c7d65 took 1234.56ms status=500\n',
  ),
  base64: randomly('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 76),
  hex: randomly('0123456789abcdef', 64),
  punctuation: randomly('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~', 80),
  emoji: randomly('😀🚀🦄🧪🪐🫠🥸🛸🧬🪿🫎🐦‍🔥👩‍👩‍👧‍👦🏴‍☠️', 40),
  chinese: repeated('性能测试结果显示这个版本比较快，但是差异不大。\n'),
  'rare ideographs': randomly('龘靐齉爩鱻麤驫犇猋骉贔掱毳淼焱垚晶卉畾尛惢孨刕叒厽', 40),
  hieroglyphs: randomly('𓀀𓁐𓂀𓃒𓄿𓅓𓆑𓇋𓈖𓉔𓊪𓋴𓌳𓍢𓎛𓏏', 30),
  'marks upon marks': randomly('a\u0301\u0323\u0334\u035b\u0362\u036f', 80),
  'lines of 4 KB': randomly('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 4096),
  'empty lines': 'x\n\n\t\n'.repeat(4000),
  'bytes of no text': Buffer.from(
    Array.from({ length: 20_000 }, (_, at) => (at * 7919 + (at >> 3)) % 256),
  ).toString('latin1'),
};

function repeated(text: string): string {
  return text.repeat(Math.ceil(20_000 / text.length));
}

/** Without a random source: the same text each time. */
function randomly(letters: string, width: number): string {
  const all = [...letters];
  let state = 12_345;
  const next = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return all[(state >>> 8) % all.length] ?? '';
  };
  const line = () => Array.from({ length: width }, next).join('');
  return Array.from({ length: Math.ceil(20_000 / width) }, line).join('\n');
}
