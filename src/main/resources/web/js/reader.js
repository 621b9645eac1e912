// Says "read" for what was really before somebody's eyes: a message of another that is on the
// screen of a page that is visible and has the focus. Once each, and again until it is answered.

import { backoff } from './refusal.js';

const GATHER_FOR = 250;
const BATCH = 20;

export class Reader {
  #connection;
  #address;
  #me;
  #done;
  #observer;
  #items = new Map();
  #inView = new Set();
  #due = new Set();
  #known = new Set();
  #open = false;
  #busy = false;
  #failures = 0;
  #timer = 0;
  #ended = new AbortController();

  /** @param done called with an item whose receipt the server has */
  constructor(connection, address, me, box, done) {
    this.#connection = connection;
    this.#address = address;
    this.#me = me;
    this.#done = done;
    this.#observer = new IntersectionObserver((entries) => this.#moved(entries), {
      root: box,
      rootMargin: '-16px 0px',
    });
    const { signal } = this.#ended;
    addEventListener('focus', () => this.#look(), { signal });
    document.addEventListener('visibilitychange', () => this.#look(), { signal });
  }

  watch(item) {
    if (this.#known.has(item.id)) return this.#done(item);
    this.#items.set(item.li, item);
    this.#observer.observe(item.li);
  }

  /** The receipts log has our receipt, of this page or of an earlier one. */
  known(id) {
    this.#known.add(id);
    for (const item of this.#items.values()) {
      if (item.id === id) this.#finish(item);
    }
  }

  /** It leaves the page; what was seen of it is still told. */
  unwatch(item) {
    this.#items.delete(item.li);
    this.#inView.delete(item);
    this.#observer.unobserve(item.li);
  }

  resume() {
    this.#open = true;
    this.#failures = 0;
    this.#look();
  }

  pause() {
    this.#open = false;
  }

  close() {
    this.#open = false;
    this.#ended.abort();
    this.#observer.disconnect();
  }

  #moved(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting && this.#items.has(target)) this.#inView.add(this.#items.get(target));
      else this.#inView.delete(this.#items.get(target));
    }
    this.#look();
  }

  /** What was on the screen for a moment was seen, also when it has moved on since. */
  #look() {
    if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
    for (const item of this.#inView) this.#due.add(item);
    this.#soon(GATHER_FOR);
  }

  #soon(ms) {
    this.#timer ||= setTimeout(() => {
      this.#timer = 0;
      this.#send();
    }, ms);
  }

  async #send() {
    if (this.#busy || !this.#open || !this.#due.size) return;
    this.#busy = true;
    const batch = [...this.#due].slice(0, BATCH);
    const sent = await Promise.all(batch.map((item) => this.#receipt(item)));
    this.#busy = false;
    this.#failures = sent.includes(false) ? this.#failures + 1 : 0;
    this.#soon(this.#failures ? backoff(this.#failures) : GATHER_FOR);
  }

  /** Whether there is nothing more to do for this message. */
  async #receipt(item) {
    const { id: messageId, chatId } = item.body;
    const receipt = { messageId, recipient: this.#me, timestamp: new Date().toISOString() };
    if (chatId) receipt.chatId = chatId;
    try {
      await this.#connection.request(this.#address, receipt);
    } catch (refusal) {
      if (refusal.retryable) return false;
      // Not worth a word on the screen: the message was read, it is only not known.
      console.warn(`PlantaPop Chat: receipt refused (${refusal.code}): ${refusal.message}`);
    }
    this.#finish(item);
    return true;
  }

  #finish(item) {
    this.unwatch(item);
    this.#due.delete(item);
    this.#done(item);
  }
}
