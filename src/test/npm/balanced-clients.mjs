// Official clients of every transport behind a balancer, while something is taken from them.
//
//   node balanced-clients.mjs http://127.0.0.1:8080 loss PID_OF_NODE_TO_KILL PID_OF_NODE_TO_DRAIN
//   node balanced-clients.mjs http://127.0.0.1:8080 outage PID_OF_STORE_TO_PAUSE
//
// One speaker never stops; each listener must hear all it said, once and in order, and come back by
// itself when its node goes. Prints "ok - ..." for each check; the first failure ends it with 1.

import { createRequire } from 'node:module';
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

const EventBus = createRequire(import.meta.url)('@vertx/eventbus-bridge-client.js');
const TRANSPORTS = ['websocket', 'xhr-streaming', 'xhr-polling', 'eventsource'];
const EACH = 3;
const PATIENCE = 60000;
const RETRY = 3000;
const DRAINING = 4000;
const BEFORE = 10;
const ROUNDS = 2;
const [base, scene, ...pids] = process.argv.slice(2);
const address = `chat.${randomBytes(12).toString('hex')}`;

function ok(condition, message, details = '') {
  if (!condition) throw new Error(`${message} ${JSON.stringify(details)}`);
  console.log(`ok - ${message}`);
}

async function until(condition, what) {
  const end = Date.now() + PATIENCE;
  while (!await condition()) {
    if (Date.now() > end) throw new Error(`waited in vain for ${what()}`);
    await pause(10);
  }
}

function connect(transport) {
  const bus = new EventBus(new URL('eventbus', base).href, {
    transports: transport, vertxbus_reconnect_delay_min: 200, vertxbus_reconnect_delay_max: 1000,
  });
  bus.enableReconnect(true);
  return bus;
}

const message = (content) => ({ id: randomUUID(), sender: 'ana@example.com', content });

class Listener {
  seqs = [];
  troubles = [];
  closes = [];
  listening = false;

  constructor(transport, number) {
    this.name = `${transport} ${number}`;
    this.bus = connect(transport);
    this.bus.onerror = (error) => this.troubles.push(error);
    this.bus.onevent = (event) => { this.listening = event === 'registered'; return true; };
    this.bus.onopen = () => this.listen();
    this.bus.onclose = ({ code }) => { this.listening = false; this.closes.push(code); };
  }

  /** From where it was, on whichever node it is now. */
  listen() {
    this.bus.registerHandler(address, { since: this.seqs.length, ack: 'true' }, (error, event) => {
      if (error) this.troubles.push(error);
      else this.seqs.push(Number(event.headers.seq));
    });
  }

  get sound() { return !this.troubles.length && this.seqs.every((seq, at) => seq === at + 1); }
}

class Speaker {
  said = 0;
  bus = connect('websocket');
  #going = true;

  /** Says one thing until it is acknowledged, which a repeat of the same id makes safe. */
  async say(content) {
    const body = message(content);
    for (;;) {
      await until(() => this.bus.state === EventBus.OPEN, () => 'a speaker that is connected');
      const { seq } = await Promise.race([this.#once(body), pause(RETRY, {})]);
      if (seq) return seq;
    }
  }

  #once(body) {
    return new Promise((resolve) => {
      this.bus.onclose = () => resolve({});
      this.bus.send(address, body, (error, answer) => resolve(error ? {} : answer.body));
    });
  }

  async speak() {
    while (this.#going) {
      const seq = await this.say(`${this.said + 1}`);
      ok(seq === ++this.said, `event ${seq} is acknowledged`, this.said);
      await pause(20);
    }
  }

  stop() { this.#going = false; }
}

const state = (listeners) => listeners
  .map(({ name, seqs, listening, troubles, closes }) =>
    `${name}: ${seqs.length} ${listening} ${JSON.stringify(troubles)} ${closes}`)
  .join('\n');

/** Everybody is there and has heard all that has been said until now, and thirty things more. */
async function together(listeners, speaker) {
  const enough = speaker.said + 30;
  await until(() => listeners.every(({ listening, seqs }) => listening && seqs.length >= enough),
    () => `event ${enough} at\n${state(listeners)}`);
  ok(listeners.every(({ sound }) => sound), 'everybody hears everything in order',
    state(listeners));
}

const isWebSocket = ({ name }) => name.startsWith('websocket');

/** Returns those who lost their connection to what {@code signal} does. */
async function lose(pid, signal, listeners, speaker) {
  for (const listener of listeners) listener.closes = [];
  process.kill(Number(pid), signal);
  await until(() => listeners.some(({ closes }) => closes.length), () => `${signal} to be felt`);
  await together(listeners, speaker);
  const hit = listeners.filter(({ closes }) => closes.length);
  console.log(`${signal} hit: ${hit.map(({ name, closes }) => `${name} (${closes})`).join(', ')}`);
  ok(hit.length < listeners.length, `${signal}: the other nodes' clients stay connected`);
  ok(hit.every(({ closes }) => closes.length === 1),
    `${signal}: whoever comes back is let in at once`, state(hit));
  return hit;
}

/** The store is looked at every few seconds; only the bus is as fast as this. */
async function promptly(listeners, speaker) {
  const begin = Date.now();
  for (let n = 0; n < BEFORE; n++) {
    await speaker.say('now');
    speaker.said++;
    await until(() => listeners.every(({ seqs }) => seqs.length === speaker.said),
      () => `event ${speaker.said} at\n${state(listeners)}`);
  }
  ok(Date.now() - begin < 10000, 'events reach the clients of all nodes at once',
    Date.now() - begin);
}

async function loss(listeners, speaker, [toKill, toDrain]) {
  const speaking = speaker.speak();
  await Promise.race([speaking, loseTwo(listeners, speaker, toKill, toDrain)]);
  speaker.stop();
  await speaking;
}

async function loseTwo(listeners, speaker, toKill, toDrain) {
  await together(listeners, speaker);
  await lose(toKill, 'SIGKILL', listeners, speaker);
  const drained = await lose(toDrain, 'SIGTERM', listeners, speaker);
  ok(drained.filter(isWebSocket).every(({ closes }) => closes[0] === DRAINING),
    'a draining node says so', state(drained));
}

const ready = () => fetch(new URL('health/ready', base)).then(({ ok }) => ok, () => false);

/** Several rounds, so that the requests of a session must find its node while none is ready. */
async function outage(listeners, speaker, [store]) {
  process.kill(Number(store), 'SIGSTOP');
  const bodies = listeners.map(({ name }) => message(name));
  try {
    while (await ready()) await pause(100);
    for (let round = 1; round <= ROUNDS; round++) {
      const codes = await Promise.all(listeners.map(({ bus }, at) => refusal(bus, bodies[at])));
      ok(codes.every((code) => code === 503 || code === 504),
        `round ${round}: every sender is told that the store is away`, codes);
    }
  } finally {
    process.kill(Number(store), 'SIGCONT');
  }
  await until(ready, () => 'a node that is ready');
  const seqs = await Promise.all(listeners.map(({ bus }, at) => acknowledged(bus, bodies[at])));
  ok(seqs.sort((a, b) => a - b).every((seq, at) => seq === BEFORE + 1 + at),
    'each message is taken once', seqs);
  speaker.said += seqs.length;
  await promptly(listeners, speaker);
  ok(listeners.every(({ sound }) => sound), 'everybody hears everything in order',
    state(listeners));
  ok(listeners.every(({ closes }) => !closes.length), 'nobody was cut off', state(listeners));
}

const answer = (bus, body) => new Promise((resolve) => {
  if (bus.state !== EventBus.OPEN) return resolve({});
  bus.send(address, body, (error, reply) => resolve({ error, reply }));
});

const refusal = async (bus, body) => (await answer(bus, body)).error?.failureCode;

async function acknowledged(bus, body) {
  for (;;) {
    const { reply } = await answer(bus, body);
    if (reply) return reply.body.seq;
    await pause(200);
  }
}

async function run() {
  const speaker = new Speaker();
  const listeners = TRANSPORTS.flatMap((transport) =>
    Array.from({ length: EACH }, (_, number) => new Listener(transport, number)));
  await until(() => listeners.every(({ listening }) => listening), () => state(listeners));
  await promptly(listeners, speaker);
  await { loss, outage }[scene](listeners, speaker, pids);
}

run().then(() => process.exit(0), (error) => {
  console.error(`not ok - ${error.stack}`);
  process.exit(1);
});
