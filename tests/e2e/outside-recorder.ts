import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A proxy through which the browser must go for any address but this machine's. It lets nothing through and notes who
 * was asked for, whichever page, worker or service worker asked: what a page's own events do not all show.
 */
export interface OutsideRecorder {
  address: string;
  /** Hosts asked for, in order. */
  asked: string[];
  close(): Promise<void>;
}

/** Hosts that the browser itself looks for, whatever the page does. */
const OF_THE_BROWSER =
  /(^|\.)(google|googleapis|gstatic|gvt1|googleusercontent|google-analytics)\.com(:\d+)?$/;

export async function startOutsideRecorder(): Promise<OutsideRecorder> {
  const asked: string[] = [];
  const note = (host: string) => {
    if (!OF_THE_BROWSER.test(host)) asked.push(host);
  };
  const server = createServer((request, response) => {
    note(request.headers.host ?? String(request.url));
    response.writeHead(403).end();
  });
  server.on('connect', (request, socket) => {
    note(String(request.url));
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
