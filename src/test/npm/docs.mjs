// The contract as the server shows it in a real browser: node docs.mjs http://127.0.0.1:8080
//
// Every operation of both documents stands there and opens, and the browser has nothing to complain
// of: no script error, nothing against the CSP, nothing that is not there, nobody else who is asked.

import { chromium } from 'playwright-core';
import { PATIENCE, ok } from './person.mjs';

const [base] = process.argv.slice(2);
const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];
const ACTIONS = ['publish', 'subscribe'];

function fail(message) {
  console.error(`not ok - ${message}`);
  process.exit(1);
}

/** "METHOD PATH" of each operation, as the lines of a document say that is written as ours are. */
function operationsOf(text, root, words) {
  const found = [];
  let at;
  for (const line of text.slice(text.indexOf(`\n${root}:\n`) + 1).split('\n').slice(1)) {
    if (/^\S/.test(line)) break;
    const [, indent, name] = /^( +)(\S+):/.exec(line) ?? [];
    if (indent?.length === 2) at = name;
    if (indent?.length === 4 && words.includes(name)) found.push(`${name} ${at}`);
  }
  return found.sort();
}

const document = async (name) => (await fetch(new URL(name, base))).text();

/** What stands in a section; Swagger UI puts marks between letters, so that lines can break. */
const shown = (page, section) => page.$$eval(`${section} .opblock-summary`, (lines) =>
  lines.map((line) => ['.opblock-summary-method', '.opblock-summary-path']
    .map((part) => line.querySelector(part).textContent.replaceAll('\u200b', '').trim())
    .map((text, part) => (part ? text : text.toLowerCase())).join(' ')).sort());

async function isComplete(page, section, operations) {
  await page.waitForFunction(([where, wanted]) =>
    document.querySelectorAll(`${where} .opblock-summary`).length >= wanted,
  [section, operations.length]);
  const found = await shown(page, section);
  ok(operations.length > 3 && found.join() === operations.join(),
    `${section} has all ${operations.length} operations of its document`, found.join());
}

async function opens(page, section, index, text) {
  const block = page.locator(`${section} .opblock`).nth(index);
  await block.locator('.opblock-summary-control').click();
  await block.getByText(text).first().waitFor();
  ok(true, `an operation of ${section} opens and shows "${text}"`);
}

async function run() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  try {
    const page = await browser.newPage();
    const troubles = [];
    page.setDefaultTimeout(PATIENCE);
    page.on('pageerror', (error) => troubles.push(error.stack));
    page.on('console', (line) => {
      if (['error', 'warning'].includes(line.type())) troubles.push(line.text());
    });
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol !== 'data:' && origin !== new URL(base).origin) troubles.push(request.url());
    });
    await page.goto(new URL('docs', base).href);
    await isComplete(page, '#rest', operationsOf(await document('openapi.yaml'), 'paths', METHODS));
    await isComplete(page, '#bridge',
      operationsOf(await document('asyncapi.yaml'), 'channels', ACTIONS));
    await opens(page, '#rest', 0, 'members');
    await opens(page, '#bridge', 0, '497f6eca-6276-4993-bfeb-53cbbbba6f08');
    await opens(page, '#bridge', 3, 'messageId');
    ok(troubles.length === 0, 'no script error, nothing against the CSP, nobody else is asked',
      troubles.join('\n'));
  } finally {
    await browser.close();
  }
}

run().then(() => process.exit(0), (error) => fail(error.stack));
