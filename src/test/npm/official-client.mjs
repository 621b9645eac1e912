// The official client from npm, unmodified, over every transport that it has under Node; or its
// predecessor, which does not know the frames of type "event".
//
//   node official-client.mjs http://127.0.0.1:8080 [vertx3-eventbus-client]
//
// Prints "ok - ..." for each check and at last "N passed, M failed"; exit code 1 when any failed.

import { createRequire } from 'node:module';
import { randomBytes, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

const [base, client = '@vertx/eventbus-bridge-client.js'] = process.argv.slice(2);
const EventBus = createRequire(import.meta.url)(client);
const TRANSPORTS = ['websocket', 'xhr-streaming', 'xhr-polling', 'eventsource'];
const PATIENCE = 20000;
let passed = 0;
let failed = 0;

function ok(condition, message, details = '') {
  if (condition) passed++; else failed++;
  console.log(`${condition ? 'ok' : 'not ok'} - ${message}`, condition ? '' : details);
}

function same(actual, expected, message) {
  ok(isDeepStrictEqual(actual, expected), message, `got ${JSON.stringify(actual)}`);
}

function within(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), PATIENCE);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** A list that can be waited for. */
function inbox() {
  const items = [];
  const waiting = [];
  return {
    put(item) { waiting.length ? waiting.shift()(item) : items.push(item); },
    next: (what) => within(new Promise((resolve) => {
      items.length ? resolve(items.shift()) : waiting.push(resolve);
    }), what),
    get size() { return items.length; },
  };
}

async function open(transport) {
  const bus = new EventBus(new URL('eventbus', base).href, { transports: transport });
  bus.tellsOfEvents = Boolean(bus.onevent);
  bus.errors = inbox();
  bus.events = inbox();
  bus.onerror = (error) => bus.errors.put(error);
  bus.onevent = (event, message) => { bus.events.put([event, message]); return true; };
  await within(new Promise((resolve) => { bus.onopen = resolve; }), `an open ${transport}`);
  bus.ask = (address, body) => within(new Promise((resolve) => {
    bus.send(address, body, (error, answer) => resolve({ error, answer }));
  }), `an answer from ${address}`);
  bus.listen = (address, headers = {}) => {
    const heard = inbox();
    bus.registerHandler(address, headers, (error, message) => heard.put({ error, message }));
    return heard;
  };
  return bus;
}

const newAddress = () => `chat.${randomBytes(12).toString('hex')}`;
const message = (content) => ({ id: randomUUID(), sender: 'ana@example.com', content });
const seqOf = ({ message: { headers } }) => Number(headers.seq);

async function conversation(transport) {
  const bus = await open(transport);
  const address = newAddress();
  ok(bus.sockJSConn.transport === transport, `${transport}: is what is spoken`);
  const heard = bus.listen(address, bus.tellsOfEvents ? { ack: 'true' } : {});
  if (bus.tellsOfEvents) {
    same(await bus.events.next('registered'), ['registered', { address, seq: 0 }],
      `${transport}: the subscription stands`);
  }
  const said = message('h\u00e9llo \u{1F335} "quoted"');
  const { answer } = await bus.ask(address, said);
  same([answer.body.seq, answer.body.id], [1, said.id], `${transport}: a send is acknowledged`);
  const { message: event } = await heard.next('the event');
  same([event.type, event.address, event.headers],
    ['rec', address, { seq: '1', acceptedAt: answer.body.acceptedAt }],
    `${transport}: the event comes with its number`);
  same([event.body.id, event.body.content], [said.id, said.content],
    `${transport}: what was said comes back`);
  for (let n = 2; n <= 60; n++) bus.publish(address, message(`${n}`));
  const order = [];
  for (let n = 2; n <= 60; n++) order.push(seqOf(await heard.next(`event ${n}`)));
  same(order, Array.from({ length: 59 }, (_, at) => at + 2), `${transport}: the order is kept`);
  const again = await bus.ask(address, said);
  same(again.answer.body, { ...answer.body, duplicate: true },
    `${transport}: a repeat gets the first acknowledgement`);
  const page = await bus.ask(`${address}.history`, { after: 10, limit: 3 });
  same([page.answer.body.events.map(({ seq }) => seq), page.answer.body.head],
    [[11, 12, 13], 60], `${transport}: history answers`);
  await resume(transport, address);
  await refusals(bus, transport, address);
  ok(heard.size === 0, `${transport}: nothing came twice`);
  bus.close();
}

async function resume(transport, address) {
  const bus = await open(transport);
  const heard = bus.listen(address, { since: 57 });
  const seqs = [];
  for (let n = 0; n < 3; n++) seqs.push(seqOf(await heard.next('a missed event')));
  same(seqs, [58, 59, 60], `${transport}: since replays what was missed`);
  bus.close();
}

async function refusals(bus, transport, address) {
  const { error } = await bus.ask(address, { sender: 'nobody' });
  same(error, {
    failureCode: 422, failureType: 'RECIPIENT_FAILURE',
    message: error.message,
  }, `${transport}: a refused send reaches its callback`);
  ok(error.message.includes('sender'), `${transport}: and names the field`, error.message);
  const elsewhere = bus.listen('chat.nowhere');
  same((await elsewhere.next('the refusal')).error.failureCode, 400,
    `${transport}: a refused register reaches the handler of the address`);
  const other = newAddress();
  bus.publish(other, { id: 7 });
  const told = await bus.errors.next('the refusal');
  same([told.address, told.failureCode], [other, 422],
    `${transport}: a refused publish of a stranger's address reaches onerror`);
  bus.sockJSConn.send('{"type":"send"}');
  same(await bus.errors.next('the refusal'), {
    type: 'err', failureCode: 400, failureType: 'RECIPIENT_FAILURE',
    message: 'address: must be a string',
  }, `${transport}: a frame without an address reaches onerror`);
}

async function receipts() {
  const sender = await open('websocket');
  const reader = await open('websocket');
  const address = newAddress();
  // A socket's frames are served in order: when it has the answer below, it is registered.
  const read = sender.listen(`${address}.receipts`);
  const said = message('read me');
  await sender.ask(address, said);
  const receipt = { messageId: said.id, recipient: 'ben@example.com' };
  const first = await reader.ask(`${address}.receipts`, receipt);
  same(Object.keys(first.answer.body), ['seq', 'acceptedAt'],
    "receipts: the acknowledgement has no id");
  const { message: event } = await read.next('the receipt');
  same([event.body.messageId, event.body.recipient], [said.id, 'ben@example.com'],
    'receipts: the sender sees who has read');
  const unknown = await reader.ask(`${address}.receipts`, { ...receipt, messageId: randomUUID() });
  same(unknown.error.failureCode, 404, 'receipts: one for no message is refused');
  sender.close();
  reader.close();
}

async function run() {
  for (const transport of TRANSPORTS) await conversation(transport);
  await receipts();
}

run()
  .catch((error) => ok(false, error.stack))
  .finally(() => {
    console.log(`${passed} passed, ${failed} failed`);
    process.exit(failed ? 1 : 0);
  });
