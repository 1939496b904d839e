import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withSignsOfLife } from '../../../src/mcp/transports/http/signs-of-life.js';

const pace = { patience: 30, interval: 10 };

async function late<T>(value: T): Promise<T> {
  await delay(150);
  return value;
}

test('an answer that comes soon keeps its status and its form', async () => {
  const soon = Response.json({ error: { code: -32021 } }, { status: 400 });
  expect(await withSignsOfLife(Promise.resolve(soon))).toBe(soon);
});

test('one that takes long is an event of a stream that has shown signs of life', async () => {
  const response = await withSignsOfLife(late(Response.json({ id: 1, result: {} })), pace);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const text = await response.text();
  expect(text).toMatch(/^(: still there\n\n){2,}event: message\ndata: \{"id":1,"result":\{\}\}\n\n$/);
});

test('events that come late go on as they are', async () => {
  const headers = { 'content-type': 'text/event-stream' };
  const given =
    'event: message\ndata: {"method":"notifications/progress"}\n\nevent: message\ndata: {"id":1}\n\n';
  const response = await withSignsOfLife(late(new Response(given, { headers })), pace);
  const text = await response.text();
  expect(text.replaceAll(': still there\n\n', '')).toBe(given);
});

test('an answer that never comes ends the stream', async () => {
  const failing = late(undefined).then(() => {
    throw new Error('The request was given up.');
  });
  const response = await withSignsOfLife(failing, pace);
  await expect(response.text()).rejects.toThrow('The request was given up.');
});
