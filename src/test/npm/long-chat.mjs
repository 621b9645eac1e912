// A chat longer than what a page keeps: up to its beginning and down again, a part of it at a time.

import { atTheEnd, messages, ok, rising, shown, state, the, write } from './person.mjs';

const MOST_SHOWN = 500;

/** One page, unbroken, each day said where it begins; returns its first and its last number. */
async function part(page) {
  const all = await messages(page);
  if (!rising(all)) throw new Error(`not one order: ${all.map(({ seq }) => seq).join()}`);
  if (all.length > MOST_SHOWN) throw new Error(`${all.length} messages on the page`);
  const wrong = all.filter(({ day, date }, at) => day !== (date !== all[at - 1]?.date));
  if (wrong.length) throw new Error(`days are told wrong at ${wrong.map(({ seq }) => seq).join()}`);
  return { first: all[0].seq, last: all.at(-1).seq };
}

/** Scrolls to an edge and waits for what lies beyond; returns how far what is read has moved. */
const pull = (page, down) => page.evaluate(async (toEnd) => {
  const list = document.getElementById('messages');
  const box = document.getElementById('log');
  const edge = () => (toEnd ? list.lastChild : list.firstChild);
  const before = edge();
  box.scrollTop = toEnd ? box.scrollHeight : 0;
  const content = before.querySelector('.content');
  const place = content.getBoundingClientRect().top;
  const patience = AbortSignal.timeout(20000);
  while (edge() === before) {
    patience.throwIfAborted();
    await new Promise(requestAnimationFrame);
  }
  return Math.abs(content.getBoundingClientRect().top - place);
}, down);

export async function up(page) {
  let moved = 0;
  let at = await part(page);
  while (await page.isHidden('#beginning')) {
    moved = Math.max(moved, await pull(page, false));
    const now = await part(page);
    if (now.first >= at.first || now.last < at.first) throw new Error('not the neighbours');
    at = now;
  }
  ok(at.first === 1, 'scrolling up reaches the beginning, through every message', at.first);
  ok(moved < 2, 'earlier messages come in above without moving what is read', `${moved} px`);
  await page.focus('#log');
  await page.press('#log', 'End');
  await page.waitForFunction(([last]) =>
    Number(document.getElementById('messages').lastChild.dataset.seq) > last, [at.last]);
  ok(true, 'the keyboard scrolls, too');
  ok(at.last === MOST_SHOWN, 'and the page keeps a bounded part of the chat', at.last);
}

export async function down(page, head) {
  let moved = 0;
  let at = await part(page);
  while (at.last < head) {
    moved = Math.max(moved, await pull(page, true));
    const now = await part(page);
    if (now.last <= at.last || now.first > at.last) throw new Error('not the neighbours');
    at = now;
  }
  ok(moved < 2, 'scrolling down the later ones come back, without moving what is read', moved);
}

/** @param page far up in the chat; at the other end somebody writes */
export async function newestFromFarUp(page, other) {
  await write(other, 'news from below');
  await page.waitForSelector('#newer:not([hidden]) :text("1 new message")');
  ok(!(await the(page, 'news from below')), 'what arrives while far up is counted, not loaded');
  await page.focus('#newer');
  await page.keyboard.press('Enter');
  await shown(page, 'news from below');
  await atTheEnd(page);
  await part(page);
  ok(await page.isHidden('#newer'), 'a button leads to the newest');
  const focus = await page.evaluate(() => document.activeElement.id);
  ok(focus === 'log', 'and leaves the keyboard in the chat', focus);
}

/** Up until the newest is no longer on the page. */
export async function farUp(page) {
  while (await page.isHidden('#newer')) await pull(page, false);
}

export async function writeFarUp(page, line) {
  await farUp(page);
  line.cut();
  await state(page, 'reconnecting');
  await write(page, 'typed far up, cut off');
  await shown(page, 'typed far up, cut off', 'waiting');
  line.mend();
  await shown(page, 'typed far up, cut off', 'sent');
  await atTheEnd(page);
  await part(page);
  ok(true, 'what was typed far up, cut off, stands at the end once the line is back');
}
