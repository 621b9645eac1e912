// What the service says about itself, and whether it keeps to it: node asyncapi.mjs BASE_URL
//
// Reads BASE_URL/asyncapi.yaml with the public parser, compares it with the customer's document
// word for word, and then sends payloads of every kind with the official client: the service must
// accept exactly what ajv accepts by the parsed schemas. With --document-only nothing is sent.

import { createRequire } from 'node:module';
import { randomBytes, randomUUID } from 'node:crypto';
import { seed } from './asyncapi-seed.mjs';

const require = createRequire(import.meta.url);
const { Parser } = require('@asyncapi/parser');
const Ajv = require('ajv').default;
const addFormats = require('ajv-formats').default;
const EventBus = require('@vertx/eventbus-bridge-client.js');

const ERROR = 0; // of the parser's diagnostics
const PATIENCE_MS = 10_000;
const [base] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const documentOnly = process.argv.includes('--document-only');

let passed = 0;
let failed = 0;

function check(what, holds, found = '') {
  if (holds) passed++;
  else {
    failed++;
    console.error(`FAILED ${what}`, found);
  }
}

const same = (what, found, expected) =>
  check(what, JSON.stringify(found) === JSON.stringify(expected), JSON.stringify(found));

function quit() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed || !passed ? 1 : 0);
}

async function read() {
  const answer = await fetch(new URL('asyncapi.yaml', base));
  check('GET /asyncapi.yaml is 200', answer.status === 200, answer.status);
  const text = await answer.text();
  const { document, diagnostics } = await new Parser().parse(text, { source: answer.url });
  const errors = diagnostics.filter(({ severity }) => severity === ERROR);
  same('the public parser finds no error', errors.map(({ message }) => message), []);
  return document;
}

// The parser leaves marks of its own in what it parses.
const unmarked = (json) => JSON.parse(JSON.stringify(json, (name, value) =>
  (name.startsWith('x-parser-') ? undefined : value)));

function compare(document) {
  same('title', document.info().title(), seed.title);
  same('version', document.info().version(), seed.version);
  for (const expected of seed.operations) {
    const operation = document.operations().all().find((one) => one.id() === expected.id);
    check(`${expected.id} exists`, operation);
    if (operation) compareOperation(operation, expected);
  }
  for (const operation of document.operations().all()) {
    check(
      `${operation.id()} is the customer's or marked as ours`,
      seed.operations.some(({ id }) => id === operation.id())
        || operation.extensions().get('x-plantapop-extension')?.value() === true,
    );
  }
}

function compareOperation(operation, expected) {
  const { id, action, channel, message, description, payload, example } = expected;
  same(`${id}: action`, operation.action(), action);
  same(`${id}: description`, operation.description(), description);
  const at = operation.channels().all();
  same(`${id}: channel`, at.map((one) => one.address()), [channel]);
  const parameters = at[0].parameters().all();
  same(`${id}: parameters`, parameters.map((one) => one.id()), ['id']);
  same(`${id}: parameter's description`, parameters[0].description(), 'ID of the chat');
  same(`${id}: parameter's schema`, unmarked(parameters[0].schema().json()), seed.id);
  const messages = operation.messages().all();
  same(`${id}: message`, messages.map((one) => one.name()), [message]);
  same(`${id}: summary`, messages[0].summary(), description);
  const schema = unmarked(messages[0].payload().json());
  same(`${id}: payload's type`, schema.type, 'object');
  same(`${id}: payload's properties`, schema.properties, payload);
  same(`${id}: nothing is required`, schema.required, undefined);
  check(`${id}: more is allowed`, schema.additionalProperties !== false);
  same(`${id}: example`, messages[0].examples().all().map((one) => one.payload()), [example]);
}

// Not among these: what ajv-formats takes beyond RFC 3339 and the service does not, which is a space
// for the T and an offset without minutes or colon; and one-label domains, the other way round.
const GOOD = {
  uuid: ['497f6eca-6276-4993-bfeb-53cbbbba6f08', '497F6ECA-6276-4993-BFEB-53CBBBBA6F08'],
  email: ['user@example.com', "o'hara+plants@mail.example.co.uk"],
  'date-time': [
    '2019-08-24T14:15:22Z',
    '2019-08-24t14:15:22.123+05:30',
    '2020-02-29T00:00:00-00:00',
  ],
};
const BAD = {
  uuid: ['', 'x', '497f6eca-6276-4993-bfeb-53cbbbba6f08\n', '497f6eca62764993bfeb53cbbbba6f08'],
  email: ['', 'x', 'a@b@', 'a@b.', '@b.c', 'a@b.c\n', 'a..b@c.d', 'a b@c.d'],
  'date-time': ['', 'x', '2019-08-24', '2019-08-24T14:15:22', '2019-02-30T14:15:22Z',
    '2019-08-24T14:15:22Z\n', '2019-08-24T24:15:22Z', '2019-08-24T14:15:22+24:00'],
};
const TEXTS = ['', 'x\n', '\u{1f331}', 'x'.repeat(5000)];
const EXTRA = {
  $date: 1,
  $oid: { $set: 'x' },
  'a.b': null,
  constructor: 'c',
  deep: { id: 1, list: [{}, []] },
};

/** Bodies of one operation: each property missing, of another type, of a bad and a good format. */
function* corpus(schema, example) {
  yield {};
  yield example;
  yield { ...example, ...EXTRA };
  yield { ...EXTRA };
  for (const [name, { type, format }] of Object.entries(schema.properties ?? {})) {
    const { [name]: left, ...others } = example;
    yield others;
    for (const value of [null, 5, 1.5, true, [], {}, [left]]) yield { ...example, [name]: value };
    const texts = format ? [...(GOOD[format] ?? []), ...(BAD[format] ?? [])] : TEXTS;
    for (const value of type === 'string' ? texts : []) yield { ...example, [name]: value };
  }
  yield* ['', 'x', 5, true, [], [example]];
}

async function openBus() {
  const bus = new EventBus(new URL('eventbus', base).href);
  await new Promise((opened, closed) => {
    bus.onopen = opened;
    bus.onclose = () => closed(new Error(`no event bus at ${base}`));
  });
  return bus;
}

/** Resolves with 200 or the code of the refusal. */
const ask = (bus, address, body) => new Promise((resolve, reject) => {
  const late = setTimeout(() => reject(new Error(`${address}: no answer`)), PATIENCE_MS);
  bus.send(address, body, (error) => {
    clearTimeout(late);
    resolve(error ? error.failureCode : 200);
  });
});

/** Codes of payloads that fit the schema: stored, of an unknown message, or in conflict. */
const FITS = [200, 404, 409];

async function send(document) {
  const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
  const bus = await openBus();
  for (const operation of document.operations().all().filter((one) => one.isReceive())) {
    const [message] = operation.messages().all();
    const schema = unmarked(message.payload().json());
    const fits = ajv.compile(schema);
    const suffix = operation.channels().all()[0].address().endsWith('/receipts') ? '.receipts' : '';
    const [example] = message.examples().all().map((one) => one.payload());
    for (const body of corpus(schema, example)) {
      // A chat of its own and a chatId of its own, so that nothing but the schema can refuse it.
      const address = `chat.${randomBytes(12).toString('hex')}${suffix}`;
      const sent = body.chatId === example.chatId ? { ...body, chatId: randomUUID() } : body;
      const code = await ask(bus, address, sent);
      const expected = fits(sent) ? FITS : [422];
      const what = `${operation.id()} ${JSON.stringify(sent).slice(0, 300)}: ${expected}`;
      check(what, expected.includes(code), code);
    }
  }
  bus.onclose = undefined;
  bus.close();
}

try {
  if (!base) throw new Error('usage: node asyncapi.mjs BASE_URL [--document-only]');
  const document = await read();
  check('the document can be read', document);
  if (document) {
    compare(document);
    if (!documentOnly) await send(document);
  }
} catch (error) {
  check('runs to its end', false, error);
}
quit();
