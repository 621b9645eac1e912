// The page in a real browser against a running server: two people, one chat, one bad line.
//
//   node page.mjs http://127.0.0.1:8080 target/page-screenshots
//
// Prints "ok - ..." for each check; the first failure is told and ends it with exit code 1.
// Person B comes through a line that the script cuts.

import { mkdir } from 'node:fs/promises';
import { randomBytes, randomUUID } from 'node:crypto';
import { chromium } from 'playwright-core';
import { openBus, wholeLog } from './bus.mjs';
import { cuttableLine } from './cuttable-line.mjs';
import { down, farUp, newestFromFarUp, up, writeFarUp } from './long-chat.mjs';
import {
  join, messages, ok, person, rising, shown, state, the, troubles, write,
} from './person.mjs';

const [base, shots] = process.argv.slice(2);
if (!base || !shots) fail('usage: node page.mjs BASE_URL SCREENSHOT_DIRECTORY');

const SEEDED = 1000;
const AT_ONCE = 50;
const PAGE_OF_HISTORY = 50;
const A = 'anna@example.com';
const B = 'bert@example.com';
const chat = randomBytes(12).toString('hex');
const address = `chat.${chat}`;

function fail(message) {
  console.error(`not ok - ${message}`);
  process.exit(1);
}

const picture = (page, name) => page.screenshot({ path: `${shots}/${name}.png` });

async function all(items, ask) {
  for (let at = 0; at < items.length; at += AT_ONCE) {
    await Promise.all(items.slice(at, at + AT_ONCE).map(ask));
  }
}

/** The last ones of A have been read by so many that one page of receipts does not hold it. */
async function seed({ ask }) {
  const written = Array.from({ length: SEEDED }, (_, n) => ({
    id: randomUUID(),
    sender: (n + 1) % 3 ? B : A,
    content: `earlier ${n + 1}`,
    timestamp: new Date(Date.now() - (SEEDED - n) * 20 * 60000).toISOString(),
  }));
  await all(written, (message) => ask(address, message));
  const receipts = written.slice(-PAGE_OF_HISTORY).filter(({ sender }) => sender === A)
    .flatMap(({ id }) => Array.from({ length: 15 }, (_, n) => (
      { messageId: id, recipient: `reader${n}@example.com` })));
  await all(receipts, (receipt) => ask(`${address}.receipts`, receipt));
}

async function theForm(page) {
  await page.fill('#email', 'anna');
  await page.fill('#chat', 'xyz');
  await page.click('#join');
  const said = await page.textContent('#email-problem') + await page.textContent('#chat-problem');
  ok(/e-mail/.test(said) && /24 characters/.test(said), 'the form says in words what is wrong');
  await picture(page, 'desktop-form');
}

async function talk(a, b) {
  await write(a, 'Is the monstera still there?');
  await shown(b, 'Is the monstera still there?');
  ok(true, 'what A writes appears at B');
  await shown(a, 'Is the monstera still there?', 'read');
  ok(true, 'and A sees that it was read');
  await write(b, 'Yes, it has seven leaves.\nAnd a pot.');
  await shown(a, 'Yes, it has seven leaves.\nAnd a pot.');
  ok(true, 'what B answers appears at A, with its line break');
}

async function ticks(a, { ask }) {
  const own = (await messages(a)).filter(({ mine }) => mine);
  ok(own.every(({ status }) => status === 'read'), 'what many have read is shown as read',
    own.map(({ status }) => status).join());
  const read = (id, recipient) => ask(`${address}.receipts`, { messageId: id, recipient });
  await write(a, 'Anybody?');
  await shown(a, 'Anybody?', 'sent');
  const id = await a.getAttribute('#messages > li:last-child', 'data-id');
  await read(id, A);
  await read(id);
  await ask(address, { sender: 'Anna@example.com', content: 'Another Anna' });
  await shown(a, 'Another Anna');
  ok(!(await the(a, 'Another Anna')).mine, 'an e-mail address in other letters is another person');
  const { status, picture: tick } = await the(a, 'Anybody?');
  ok(status === 'sent' && tick === '#icon-tick', 'one tick: neither the own echo nor the own ' +
    'receipt is a reader', `${status} ${tick}`);
  await read(id.toUpperCase(), 'Anna@example.com');
  await shown(a, 'Anybody?', 'read');
  ok(true, "another person's receipt is");
}

async function tunnel(a, b, line) {
  const missed = [1, 2, 3, 4, 5].map((n) => `while away ${n}`);
  line.cut();
  await state(b, 'reconnecting');
  ok(true, 'B is cut off and shows that it reconnects');
  for (const text of missed) await write(a, text);
  await write(b, 'typed in the tunnel');
  await shown(b, 'typed in the tunnel', 'waiting');
  ok(true, 'what B types meanwhile is shown as waiting');
  await picture(b, 'phone-reconnecting');
  for (const text of missed) await shown(a, text, 'sent');
  line.mend();
  await state(b, 'live');
  await shown(b, missed.at(-1));
  await shown(b, 'typed in the tunnel', 'read');
  const atB = await messages(b);
  const got = atB.filter(({ text }) => missed.includes(text)).map(({ text }) => text);
  ok(got.join() === missed.join(), 'B has all that it missed, in order, each once', got.join());
  ok(rising(atB), 'B shows one unbroken order', atB.map(({ seq }) => seq).join());
  const atA = (await messages(a)).filter(({ text }) => text === 'typed in the tunnel');
  ok(atA.length === 1, 'what B typed in the tunnel stands once at A', atA.length);
}

async function lostAnswer(a, b, line) {
  line.loseAnswers();
  await write(b, 'accepted, unanswered');
  await shown(a, 'accepted, unanswered');
  await shown(b, 'accepted, unanswered', 'sending');
  line.cut();
  await shown(b, 'accepted, unanswered', 'waiting');
  line.mend();
  await shown(b, 'accepted, unanswered', 'read');
  ok(true, 'a message whose answer was lost arrives all the same');
}

/** What blocks cookies in a browser blocks all of this. */
function blockStorage() {
  for (const name of ['localStorage', 'sessionStorage']) {
    Object.defineProperty(window, name, {
      get() { throw new DOMException('Access is denied', 'SecurityError'); },
    });
  }
}

function fillStorage() {
  Storage.prototype.setItem = () => { throw new DOMException('Full', 'QuotaExceededError'); };
}

async function withoutStorage(browser, line, script) {
  const page = await person(browser, script.name, line.url, { script });
  await join(page, 'cleo@example.com.au', chat);
  line.cut();
  await state(page, 'reconnecting');
  const text = `not lost: ${script.name}`;
  await write(page, text);
  await shown(page, text, 'waiting');
  await page.click('#leave');
  await page.fill('#email', 'cleo@example.com');
  await page.click('#join');
  ok(!(await the(page, text)), 'what one has typed, no other person sends');
  await page.click('#leave');
  await page.fill('#email', 'cleo@example.com.au');
  await page.click('#join');
  await shown(page, text, 'waiting');
  line.mend();
  await shown(page, text, 'sent');
  await page.close();
  ok(true, `the page works with storage that throws: ${script.name}`);
}

async function looks(a, b) {
  await picture(a, 'desktop');
  await picture(b, 'phone');
  for (const page of [a, b]) await page.emulateMedia({ colorScheme: 'dark' });
  await picture(a, 'desktop-dark');
  await picture(b, 'phone-dark');
  await b.setViewportSize({ width: 320, height: 568 });
  const wide = await b.evaluate(() => document.documentElement.scrollWidth);
  ok(wide <= 320, 'nothing sticks out at a width of 320 px', wide);
}

async function run() {
  await mkdir(shots, { recursive: true });
  const node = await openBus(base);
  const line = await cuttableLine(new URL(base));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  try {
    await seed(node);
    const a = await person(browser, 'A', base, { viewport: { width: 1200, height: 800 } });
    await theForm(a);
    await join(a, A, chat);
    await ticks(a, node);
    const b = await person(browser, 'B', line.url,
      { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    await join(b, B, chat);
    ok((await messages(a)).length >= PAGE_OF_HISTORY, 'both are live and see history');
    await talk(a, b);
    await tunnel(a, b, line);
    await lostAnswer(a, b, line);
    await looks(a, b);
    const first = (await messages(a))[0];
    ok(first.seq > SEEDED - 2 * PAGE_OF_HISTORY, 'only the newest of history is loaded', first.seq);
    await up(a);
    await picture(a, 'desktop-beginning');
    const log = await wholeLog(node, address);
    await down(a, log.length);
    await farUp(a);
    await picture(a, 'desktop-far-up');
    await newestFromFarUp(a, b);
    await writeFarUp(b, line);
    await withoutStorage(browser, line, blockStorage);
    await withoutStorage(browser, line, fillStorage);
    const all = (await wholeLog(node, address)).map(({ body }) => body.content);
    ok(all.length === SEEDED + 15 && new Set(all).size === all.length,
      'everything stands once in the log, also what had to be sent again', all.length);
    await a.reload();
    await state(a, 'live');
    await shown(a, 'news from below');
    ok(true, 'a reload returns to the chat');
    ok(troubles.length === 0, 'no script error, nothing against the CSP', troubles.join('\n'));
  } finally {
    await browser.close();
    line.close();
    node.close();
  }
}

run().then(() => process.exit(0), (error) => fail(error.stack));
