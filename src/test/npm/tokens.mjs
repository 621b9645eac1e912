// The page at a server that asks for tokens: where they are missing, end, or are another's.
//
//   node tokens.mjs http://127.0.0.1:8080 SECRET CHAT_ID
//
// The server has leeway 0; the members of the chat are anna and bert, both at example.com.
// Prints "ok - ..." for each check; the first failure is told and ends it with exit code 1.

import { createHmac, randomUUID } from 'node:crypto';
import { chromium } from 'playwright-core';
import { ok, person, shown, state, the, troubles, write } from './person.mjs';

const [base, secret, chat] = process.argv.slice(2);
const A = 'anna@example.com';
const B = 'bert@example.com';
/** Enough to come in on a busy machine, and over while one waits for it. */
const SHORT = 20;
const LONG = 3600;

function fail(message) {
  console.error(`not ok - ${message}`);
  process.exit(1);
}

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

function token(email, seconds, claims = {}) {
  const exp = Math.floor(Date.now() / 1000) + seconds;
  const signed = `${encoded({ alg: 'HS256' })}.${encoded({ sub: email, email, exp, ...claims })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** By REST, as Bert or, with its role, as a service. */
async function rest(method, path, body, claims = { roles: ['service'] }) {
  const answer = await fetch(base + path, {
    method,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token(B, LONG, claims)}`,
    },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
}

const bertSays = (content) =>
  rest('POST', `/chats/${chat}/messages`, { id: randomUUID(), content }, {});

/** All that the pages have asked for. */
const addresses = [];

async function come(browser, name) {
  const page = await person(browser, name, base);
  for (const what of ['request', 'websocket']) page.on(what, (it) => addresses.push(it.url()));
  return page;
}

async function open(page, email, given = '') {
  await page.fill('#email', email);
  await page.fill('#chat', chat);
  if (given) {
    await page.click('summary');
    await page.fill('#token', given);
  }
  await page.click('#join');
}

async function asked(page, why) {
  await page.waitForSelector(`#renewal-why:has-text("${why}")`);
  await state(page, 'locked');
}

async function enter(page, given) {
  await page.fill('#new-token', given);
  await page.click('#renewal button');
}

const textOf = (page) => page.inputValue('#text');

async function asksAtJoin(page) {
  await open(page, A);
  await asked(page, 'asks for an access token');
  await page.fill('#text', 'half a thought');
  await enter(page, token(A, -1));
  await asked(page, 'has expired');
  await enter(page, 'not.a.token');
  await asked(page, 'is not valid, or not any more');
  ok(await textOf(page) === 'half a thought', 'without a good token one is asked, in words');
}

async function expires(page) {
  const sent = [];
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => sent.push(String(payload)));
  });
  await bertSays('from before');
  await enter(page, token(A, SHORT));
  await state(page, 'live');
  await shown(page, 'from before');
  ok(true, 'with a token typed into the chat one is in');
  const item = await page.$('#messages > li');
  await asked(page, 'has expired');
  ok(await textOf(page) === 'half a thought', 'the end of the token leaves what is being typed');
  await write(page, 'waits for a token');
  await shown(page, 'waits for a token', 'waiting');
  await page.fill('#text', 'the other half');
  await bertSays('from meanwhile');
  sent.length = 0;
  await enter(page, token(A, LONG, { jti: 'one' }));
  await shown(page, 'waits for a token', 'sent');
  await shown(page, 'from meanwhile');
  ok(await textOf(page) === 'the other half', 'a new one sends what waited, and only that');
  ok(await item.evaluate((li) => li.isConnected), 'what was on the screen has stayed there');
  ok(sent.some((frame) => /register.*since[^0-9]+[1-9]/.test(frame)) &&
    !sent.some((frame) => frame.includes('.history')), 'and is not loaded again', sent.join());
}

async function isRevoked(page) {
  await rest('POST', '/revocations', { tokenId: 'one' });
  await asked(page, 'has been revoked');
  const newest = token(A, LONG);
  await enter(page, newest);
  await state(page, 'live');
  ok(await textOf(page) === 'the other half', 'so it is with a token that is revoked');
  const stored = await page.evaluate(() => JSON.stringify([
    location.href, { ...localStorage }, { ...sessionStorage }]));
  ok(stored.includes(A) && !stored.includes(newest.split('.')[0]), 'no token is stored', stored);
  await page.reload();
  await asked(page, 'asks for an access token');
  ok(true, 'so a reload asks for it, in the chat');
}

async function wrongAddress(page) {
  await open(page, 'ana@example.com');
  await asked(page, 'asks for an access token');
  await write(page, 'typed as ana');
  await page.fill('#text', 'goes on');
  await enter(page, token(A, LONG));
  await shown(page, 'typed as ana', 'sent');
  const told = await page.textContent('#notice-text');
  ok(told.includes(A) && told.includes('ana@example.com'), 'a wrong address is told', told);
  ok(await page.textContent('#me') === A && await textOf(page) === 'goes on' &&
    (await the(page, 'typed as ana')).mine, 'and made right, also for what was typed already');
  await page.click('#leave');
  ok(await page.inputValue('#email') === A, 'also for the next time');
}

async function back(page) {
  await page.waitForSelector('#notice-text:has-text("You are not a member of this chat")');
  await page.click('#notice-action');
  await page.waitForSelector('#welcome #join');
}

async function noMember(page) {
  const member = `/chats/${chat}/members/carl@example.com`;
  await open(page, 'carl@example.com', token('carl@example.com', LONG));
  await back(page);
  ok(!(await page.isVisible('#room')), 'who is no member is told so, and finds back to the form');
  await rest('PUT', member);
  await page.click('#join');
  await state(page, 'live');
  await rest('DELETE', member);
  await back(page);
  ok(true, 'so is who is a member no more');
}

async function run() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  try {
    const anna = await come(browser, 'anna');
    await asksAtJoin(anna);
    await expires(anna);
    await isRevoked(anna);
    await wrongAddress(await come(browser, 'ana'));
    await noMember(await come(browser, 'carl'));
    ok(addresses.some((url) => url.includes('/eventbus/')) &&
      !addresses.some((url) => /access_token|eyJ/.test(url)), 'no token stood in an address');
    ok(troubles.length === 0, 'no script error, nothing against the CSP', troubles.join('\n'));
  } finally {
    await browser.close();
  }
}

run().then(() => process.exit(0), (error) => fail(error.stack));
