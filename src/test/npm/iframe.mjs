// SockJS's iframe in a real browser: a page of another origin, which this script serves, talks
// through it to the server that lists its origin, and may not even show that of one that does not.
//
//   node iframe.mjs ORIGIN_PORT http://127.0.0.1:8080 http://127.0.0.1:8081
//
// Prints "ok - ..." for each check; the first failure is told and ends it with exit code 1.

import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { ok } from './person.mjs';

const [port, listing, other] = process.argv.slice(2);
const TRANSPORTS = ['iframe-eventsource', 'iframe-htmlfile', 'iframe-xhr-polling'];
const PATIENCE = 20000;

const site = createServer((request, response) => {
  response.setHeader('Content-Type', 'text/html');
  response.end(`<!doctype html><body><script src="${listing}/lib/sockjs.min.js"></script>`);
});

/** What comes back for a frame that makes no sense. */
const ask = ([url, transport, patience]) => new Promise((resolve) => {
  const socket = new SockJS(url, null, { transports: [transport] });
  socket.onopen = () => socket.send('{"type":"nonsense"}');
  socket.onmessage = ({ data }) => resolve(`${socket.transport} ${data}`);
  socket.onclose = ({ code, reason }) => resolve(`closed: ${code} ${reason}`);
  setTimeout(() => resolve('nothing'), patience);
});

function show(url) {
  const frame = document.createElement('iframe');
  frame.src = url;
  document.body.append(frame);
}

async function check(page) {
  const stopped = [];
  page.on('console', (line) => {
    if (/Content Security Policy/i.test(line.text())) stopped.push(line.text());
  });
  await page.goto(`http://127.0.0.1:${port}/`);
  for (const transport of TRANSPORTS) {
    const heard = await page.evaluate(ask, [`${listing}/eventbus`, transport, PATIENCE]);
    ok(heard.startsWith(transport) && /type: must be/.test(heard), `a listed page talks by ${transport}`, heard);
  }
  ok(stopped.length === 0, 'nothing of it is stopped by its content policy', stopped.join());
  const foreign = await page.evaluate(ask, [`${other}/eventbus`, TRANSPORTS[0], PATIENCE]);
  ok(foreign.startsWith('closed'), 'a page that is not listed does not', foreign);
  const refusal = page.waitForEvent('console', {
    predicate: (line) => /frame-ancestors/.test(line.text()), timeout: PATIENCE,
  });
  await page.evaluate(show, `${other}/eventbus/iframe.html`);
  ok(await refusal, 'nor may it show the frame');
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'],
});
try {
  await new Promise((listening) => { site.listen(port, '127.0.0.1', listening); });
  await check(await browser.newPage());
} catch (failure) {
  console.error(`not ok - ${failure.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
  site.close();
  site.closeAllConnections();
}
