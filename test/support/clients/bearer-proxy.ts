import { createServer, request } from 'node:http';
import { listenLocally } from './listen-locally.js';

/**
 * For a client that cannot send a token: whatever it asks is asked of the server with the token, and nothing else is changed.
 *
 * @param url of the server, with the path of its endpoint.
 * @returns the same of the proxy.
 */
export async function bearerProxy(url: string, token: string): Promise<string> {
  const { hostname, port, pathname } = new URL(url);
  const proxy = createServer((asked, answer) => {
    const headers = { ...asked.headers, authorization: `Bearer ${token}` };
    const options = { hostname, port, path: asked.url, method: asked.method, headers };
    const passed = request(options, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers).flushHeaders();
      answered.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  return `${await listenLocally(proxy)}${pathname}`;
}
