// One socket to the server, through the official client vertx-eventbus.js as it is.
// It adds what the client leaves to its user: answers that never come, subscriptions that
// start anew after every reconnect, and sockets that look open but carry nothing.

import { NO_TOKEN, Refusal, backoff } from './refusal.js';

const ANSWER_WITHIN = 15000;
/** The server's SockJS heartbeat comes every 25 s; silence beyond this is worth a question. */
const QUIET_FOR = 40000;
const MISSING_TOKEN = 4401;
const FRAME_TOO_LARGE = 1009;
/** The remaining SockJS transports need inline scripts or frames, which our CSP forbids. */
const TRANSPORTS = ['websocket', 'xhr-streaming', 'eventsource', 'xhr-polling'];

export class Connection {
  #url;
  #on;
  #token;
  #bus;
  #live = false;
  #locked = false;
  #failures = 0;
  #delay = 0;
  #retryAt = 0;
  #heardAt = 0;
  #unanswered = new Set();
  #asked = new Map();
  #subscribed = new Set();
  #ended = new AbortController();

  /**
   * @param on open(): the socket is open, subscribe now; state(name, seconds): show this;
   *   quiet(): nothing was heard for long, ask something; locked(refusal): no use to go on
   *   without another token, see renew
   */
  constructor(url, token, on) {
    this.#url = url;
    this.#token = token;
    this.#on = on;
    const { signal } = this.#ended;
    addEventListener('online', () => this.reconnectNow(), { signal });
    addEventListener('offline', () => this.#doubt(0), { signal });
    document.addEventListener('visibilitychange', () => this.#wake(), { signal });
    const clock = setInterval(() => this.#tick(), 1000);
    signal.addEventListener('abort', () => clearInterval(clock));
    this.#connect();
  }

  #connect() {
    const bus = new EventBus(this.#url, { transports: TRANSPORTS });
    this.#bus = bus;
    // The client picks its delay itself and tells nobody; with equal bounds and no jitter of
    // its own the delay is ours, so that the page can say "in 3 s" and mean it.
    bus.randomizationFactor = 0;
    if (this.#token) bus.defaultHeaders = { Authorization: `Bearer ${this.#token}` };
    bus.onopen = () => this.#opened(bus);
    bus.onclose = (event) => this.#closed(event);
    bus.onevent = (name, message) => this.#event(name, message);
    // Late answers and errors without an address have nobody waiting for them.
    bus.onerror = (error) => console.warn('PlantaPop Chat:', error.message);
    bus.enableReconnect(true);
    this.#planRetry();
    this.#show();
  }

  #planRetry() {
    this.#delay = backoff(this.#failures);
    this.#bus.reconnectDelayMin = this.#bus.reconnectDelayMax = this.#delay;
  }

  #opened(bus) {
    this.#retryAt = 0;
    this.#heard();
    for (const sign of ['message', 'heartbeat']) {
      bus.sockJSConn.addEventListener(sign, () => this.#heard());
    }
    this.#on.open();
  }

  #closed(event) {
    this.#live = false;
    this.#failures++;
    this.#retryAt = Date.now() + this.#delay;
    this.#planRetry();
    this.#forget();
    // What was too large once will be again: sent anew, it would close every socket to come.
    this.#giveUp(event.code === FRAME_TOO_LARGE
      ? new Refusal(413, 'it is too long')
      : Refusal.noAnswer('The connection was lost'));
    if (event.code === MISSING_TOKEN) {
      this.#lock(new Refusal(NO_TOKEN, event.reason || 'token: none was brought'));
    } else {
      this.#show();
    }
  }

  /** What was asked is refused as retryable: with the next token it is asked again. */
  #lock(refusal) {
    if (this.#locked) return;
    this.#locked = true;
    this.#live = false;
    this.#retryAt = 0;
    this.#drop();
    this.#forget();
    this.#show();
    this.#giveUp(refusal);
    this.#on.locked(refusal);
  }

  /** A new socket with a new token: it may be somebody else's, which the old one would not take. */
  renew(token) {
    this.#token = token;
    this.#locked = false;
    this.#failures = 0;
    this.#connect();
  }

  /** The end of a socket is the end of all that stood on it. */
  #forget() {
    this.#asked.clear();
    this.#subscribed.clear();
  }

  #refusal(error) {
    const refusal = Refusal.of(error);
    if (refusal.code === NO_TOKEN) this.#lock(refusal);
    return refusal;
  }

  /** Everything that the chat needs stands: only now is the connection called live. */
  settled() {
    this.#live = true;
    this.#failures = 0;
    this.#planRetry();
    this.#show();
  }

  /** A fresh client instead of waiting: the client has no way to shorten its own wait. */
  reconnectNow() {
    if (this.#live || !this.#retryAt) return;
    this.#drop();
    this.#retryAt = 0;
    this.#connect();
  }

  close() {
    this.#ended.abort();
    this.#drop();
    this.#giveUp(Refusal.noAnswer('The chat was closed'));
  }

  #giveUp(refusal) {
    for (const reject of [...this.#unanswered]) reject(refusal);
  }

  #drop() {
    const bus = this.#bus;
    bus.onopen = bus.onclose = null;
    bus.enableReconnect(false);
    bus.sockJSConn?.close();
  }

  /** The answer to one frame; rejects with a Refusal, at the latest when time is up. */
  request(address, body) {
    const sentAt = Date.now();
    return this.#answer((resolve, reject) => {
      this.#bus.send(address, body, {}, (error, message) =>
        error ? reject(this.#refusal(error)) : resolve(message.body));
    }, () => {
      // Nothing at all since we asked: the socket is dead and doesn't know it.
      if (this.#heardAt < sentAt) this.#bus.sockJSConn?.close();
    });
  }

  /**
   * Resolves once the server says that the subscription stands; at once where it does already.
   * @param ended called with a Refusal when a standing subscription is taken away
   */
  async subscribe(address, since, received, ended) {
    if (this.#subscribed.has(address)) return;
    // The client sends a register frame for the first handler of an address only, and keeps
    // the handler of a refused one: without this a second try would stay on this side.
    delete this.#bus.handlers[address];
    await this.#answer((resolve, reject) => {
      this.#asked.set(address, resolve);
      const headers = { since: String(since), ack: 'true' };
      this.#bus.registerHandler(address, headers, (error, message) => {
        if (error) {
          const stood = this.#subscribed.delete(address);
          (stood ? ended : reject)(this.#refusal(error));
        } else {
          const { seq, acceptedAt } = message.headers;
          received({ seq: Number(seq), acceptedAt, body: message.body });
        }
      });
    // Half a subscription on this socket is none: the next socket starts clean.
    }, () => this.#bus.sockJSConn?.close());
    this.#subscribed.add(address);
  }

  #answer(ask, late) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        refuse(Refusal.noAnswer('The server did not answer in time'));
        late();
      }, ANSWER_WITHIN);
      const done = (settle) => (value) => {
        clearTimeout(timer);
        this.#unanswered.delete(refuse);
        settle(value);
      };
      const refuse = done(reject);
      this.#unanswered.add(refuse);
      try {
        ask(done(resolve), refuse);
      } catch {
        refuse(Refusal.noAnswer('The connection is not open'));
      }
    });
  }

  #event(name, message) {
    const stands = name === 'registered' && this.#asked.get(message.address);
    if (stands) stands();
    return Boolean(stands);
  }

  #heard() {
    this.#heardAt = Date.now();
  }

  #tick() {
    if (this.#live) this.#doubt(QUIET_FOR);
    else this.#show();
  }

  #wake() {
    if (document.visibilityState !== 'visible') return;
    this.#doubt(QUIET_FOR);
    this.reconnectNow();
  }

  #doubt(quietFor) {
    if (!this.#live || Date.now() - this.#heardAt < quietFor) return;
    this.#heard();
    this.#on.quiet();
  }

  #show() {
    const state = this.#live ? 'live' : this.#locked ? 'locked'
      : !this.#failures ? 'connecting'
        : navigator.onLine ? 'reconnecting' : 'offline';
    const seconds = Math.max(0, Math.ceil((this.#retryAt - Date.now()) / 1000));
    this.#on.state(state, seconds);
  }
}
