// A TCP proxy that a test can cut. Cutting it is what a train tunnel does to a page; the browser's
// own "offline" switch is not, it may leave open WebSockets open.

import net from 'node:net';

/** A line that can be cut: open connections are reset, new ones are turned away. */
export async function cuttableLine(target) {
  const open = new Set();
  let cut = false;
  const server = net.createServer((near) => {
    if (cut) return near.destroy();
    const far = net.connect(target.port || 80, target.hostname);
    for (const [from, to] of [[near, far], [far, near]]) {
      open.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => { open.delete(from); to.destroy(); });
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    cut() { cut = true; for (const socket of open) socket.destroy(); },
    mend() { cut = false; },
    close() { this.cut(); server.close(); },
  };
}
