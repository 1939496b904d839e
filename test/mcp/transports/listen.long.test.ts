import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '../../../src/mcp/transports/http/listen.js';

// More than the machine itself would take in for who does not read.
const long = Buffer.alloc(64 * 1024 * 1024, 'x');

test('an answer that nobody reads is given up after two minutes at the latest', {
  timeout: 150_000,
}, async () => {
  const answer: RequestListener = (_, response) => void response.end(long);
  const { server, dropConnections } = await listen(answer, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => {
    dropConnections();
    server.close();
  });
  const address = server.address();
  const socket = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1').pause();
  onTestFinished(() => void socket.destroy());
  // To be cut off is what is waited for.
  socket.on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const [, response] = await once(server, 'request');
  await once(response, 'close');
  socket.resume();
  await once(socket, 'close');
  expect(socket.bytesRead).toBeGreaterThan(0);
  expect(socket.bytesRead).toBeLessThan(long.length);
});
