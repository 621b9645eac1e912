// A person at the page in a browser of their own, and what stands on their screen.

export const PATIENCE = 30000;

/** Scripts that failed, and what the content security policy stopped, on any page. */
export const troubles = [];

export function ok(condition, message, details = '') {
  if (!condition) throw new Error(`${message} ${details}`);
  console.log(`ok - ${message}`);
}

export async function person(browser, name, url, { script, ...options } = {}) {
  const context = await browser.newContext(options);
  if (script) await context.addInitScript(script);
  const page = await context.newPage();
  page.name = name;
  page.setDefaultTimeout(PATIENCE);
  page.on('pageerror', (error) => troubles.push(`${name}: ${error.stack}`));
  page.on('console', (line) => {
    if (/Content Security Policy/i.test(line.text())) troubles.push(line.text());
  });
  await page.goto(url);
  return page;
}

export async function join(page, email, chat) {
  await page.fill('#email', email);
  await page.fill('#chat', chat);
  await page.click('#join');
  await state(page, 'live');
}

export const state = (page, name) => page.waitForSelector(`#connection[data-state="${name}"]`)
  .catch(() => { throw new Error(`${page.name} never showed the state ${name}`); });

export async function write(page, text) {
  await page.fill('#text', text);
  await page.press('#text', 'Enter');
}

/** The messages on the page, in the order in which they stand there. */
export const messages = (page) => page.$$eval('#messages > li', (items) => items.map((item) => ({
  seq: Number(item.dataset.seq),
  status: item.dataset.status,
  mine: item.classList.contains('mine'),
  picture: item.querySelector('.status use')?.getAttribute('href'),
  text: item.querySelector('.content').textContent,
  day: !item.querySelector('.day').hidden,
  date: new Date(item.querySelector('time').dateTime).toDateString(),
})));

export const the = async (page, text) => (await messages(page)).find((item) => item.text === text);

export const shown = (page, text, status = '') => page.waitForFunction(
  ([wanted, needed]) => [...document.querySelectorAll('#messages > li')].some((item) =>
    item.querySelector('.content').textContent === wanted &&
    (!needed || item.dataset.status === needed)),
  [text, status])
  .catch(() => { throw new Error(`${page.name} never showed ${status} "${text}"`); });

export const rising = (list) =>
  list.every(({ seq }, at) => at === 0 || seq === list[at - 1].seq + 1);

/** Waits until the last of what is loaded is in sight. */
export const atTheEnd = (page) => page.waitForFunction(() => {
  const box = document.getElementById('log');
  return box.scrollHeight - box.clientHeight - box.scrollTop < 2;
}).catch(() => { throw new Error(`${page.name} never came to the end`); });
