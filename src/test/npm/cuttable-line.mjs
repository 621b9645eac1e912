// A TCP proxy that a test can cut. Cutting it is what a train tunnel does to a page; the browser's
// own "offline" switch is not, it may leave open WebSockets open.

import net from 'node:net';

/** Open connections are reset and new ones turned away while cut; deaf, answers get lost. */
export async function cuttableLine(target) {
  const open = new Set();
  let cut = false;
  let deaf = false;
  const server = net.createServer((near) => {
    if (cut) return near.destroy();
    const far = net.connect(target.port || 80, target.hostname);
    for (const [from, to] of [[near, far], [far, near]]) {
      open.add(from);
      from.on('data', (bytes) => { if (from === near || !deaf) to.write(bytes); });
      from.on('error', () => to.destroy());
      from.on('close', () => { open.delete(from); to.destroy(); });
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    loseAnswers() { deaf = true; },
    cut() { cut = true; for (const socket of open) socket.destroy(); },
    mend() { cut = deaf = false; },
    close() { this.cut(); server.close(); },
  };
}
