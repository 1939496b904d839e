import { expect, test } from 'vitest';
import { likeness } from '../../../src/loop/ideas/likeness.js';

const alike = 0.6;

test('the same in other words of the same stems is alike, in scripts without spaces as well', () => {
  for (const [one, other] of [
    ['Unroll the inner loop', 'Unrolling inner loops'],
    ['缓存解析后的标头以减少分配', '缓存解析后的标头以减少内存分配'],
    ['ヘッダーをキャッシュする', '解析したヘッダーをキャッシュする'],
    ['แคชส่วนหัวที่แยกวิเคราะห์แล้ว', 'แคชส่วนหัวที่แยกวิเคราะห์'],
  ] as const)
    expect(likeness(one, other)).toBeGreaterThan(alike);
});

test('what has only letters in common is not alike', () => {
  for (const [one, other] of [
    ['Unroll the inner loop', 'Cache the parsed header'],
    ['缓存解析后的标头', '解析前先对标签排序并缓冲存储'],
    ['ヘッダーをキャッシュする', 'ループを展開する'],
  ] as const)
    expect(likeness(one, other)).toBeLessThan(alike);
});
