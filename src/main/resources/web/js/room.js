// One open chat: wires the two logs of the server to the screen, and the composer to the server.

import { Composer } from './composer.js';
import { Connection } from './connection.js';
import { byId } from './dom.js';
import { uuid, uuidOf } from './ids.js';
import { Log } from './log.js';
import { Outbox } from './outbox.js';
import { Pending } from './pending.js';
import { Reader } from './reader.js';
import { backoff } from './refusal.js';
import { Scroller } from './scroller.js';
import { showNotice, showState } from './status.js';
import { Timeline } from './timeline.js';

const MESSAGES_PER_PAGE = 50;
/** A page of receipts covers more than a page of messages, so ticks are never behind. */
const RECEIPTS_PER_PAGE = 200;

export class Room {
  #me;
  #box = byId('log');
  #loadingOlder = false;
  #opens = 0;
  #closed = false;

  /** @param again called to enter this chat anew */
  constructor({ email, chat, token }, again) {
    const address = `chat.${chat}`;
    this.#me = email;
    this.again = again;
    byId('messages').replaceChildren();
    byId('beginning').hidden = true;
    this.#box.setAttribute('aria-busy', 'true');
    showNotice(null);
    this.timeline = new Timeline(byId('messages'), email);
    this.scroller = new Scroller(() => this.#older());
    this.connection = new Connection(new URL('eventbus', document.baseURI).href, token, {
      open: () => this.#follow(++this.#opens, 0),
      state: (state, seconds) => this.#state(state, seconds),
      quiet: () => this.messages.ask().catch(() => {}),
      refused: (refusal) => this.#stop(refusal),
    });
    this.messages = new Log(this.connection, address, MESSAGES_PER_PAGE, {
      events: (events, live) => this.#events(events, live),
      reset: () => this.timeline.reset(),
      ended: (refusal) => this.#trouble(refusal, this.#opens, 0),
    });
    this.receipts = new Log(this.connection, `${address}.receipts`, RECEIPTS_PER_PAGE, {
      events: (events) => events.forEach(({ body }) => this.#receipt(body)),
      reset: () => {},
      ended: (refusal) => this.#trouble(refusal, this.#opens, 0),
    });
    const pending = new Pending(chat, email);
    this.outbox = new Outbox(this.connection, address, pending, {
      waiting: (id) => this.timeline.progress(id, 'waiting'),
      sending: (id) => this.timeline.progress(id, 'sending'),
      accepted: (id, { seq }) => this.scroller.change(
        () => this.timeline.accepted(id, seq, this.messages.oldest)),
      refused: (id, refusal) => this.#refused(id, refusal),
    });
    this.reader = new Reader(this.connection, `${address}.receipts`, email, this.#box,
      ({ li }) => { li.dataset.status = 'read'; });
    this.composer = new Composer((content) => this.#write(content));
    for (const body of pending.all()) this.#queue(body);
    this.composer.focus();
  }

  close() {
    this.#closed = true;
    for (const part of [this.connection, this.reader, this.scroller, this.composer]) part.close();
  }

  /** On every open: the server and the client have both forgotten what we were subscribed to. */
  async #follow(open, failures) {
    try {
      await this.messages.follow();
      this.#box.setAttribute('aria-busy', 'false');
      this.#showBeginning();
      await this.receipts.follow();
    } catch (refusal) {
      this.#trouble(refusal, open, failures);
      return;
    }
    if (this.#closed) return;
    showNotice(null);
    this.connection.settled();
    this.outbox.resume();
    this.reader.resume();
    this.#older();
  }

  #trouble(refusal, open, failures) {
    // A socket that was lost meanwhile opens again and starts over by itself.
    if (this.#closed || open !== this.#opens) return;
    if (!refusal.retryable) return this.#stop(refusal);
    setTimeout(() => open === this.#opens && this.#follow(open, failures + 1), backoff(failures));
  }

  /** Going on would only repeat the refusal; what was typed is kept for the next time. */
  #stop(refusal) {
    this.connection.close();
    this.#state('offline');
    this.#box.setAttribute('aria-busy', 'false');
    showNotice(`The chat can't be opened: ${refusal.message}`, 'Try again', this.again);
  }

  #state(state, seconds) {
    showState(state, seconds);
    if (state === 'live') return;
    this.outbox?.pause();
    this.reader?.pause();
  }

  #events(events, live) {
    this.scroller.change(() => {
      const added = this.timeline.accept(events);
      const others = added.filter(({ mine }) => !mine);
      others.forEach((item) => this.reader.watch(item));
      return live ? others.length : 0;
    });
    for (const { body } of events) {
      if (body.sender === this.#me) this.outbox.seen(body.id);
    }
  }

  /** Who does not say who read it may be we ourselves. */
  #receipt({ messageId, recipient }) {
    if (recipient === this.#me) this.reader.known(uuidOf(messageId));
    else if (recipient) this.timeline.readBy(uuidOf(messageId), recipient);
  }

  #write(content) {
    const timestamp = new Date().toISOString();
    this.#queue({ id: uuid(), sender: this.#me, content, timestamp });
    this.scroller.toEnd();
  }

  #queue(body) {
    this.scroller.change(() => this.timeline.addPending(body));
    this.outbox.add(body);
  }

  #refused(id, refusal) {
    this.scroller.change(() => this.timeline.refused(id, refusal.message,
      () => {
        this.outbox.retry(id);
        this.composer.focus();
      },
      () => {
        this.outbox.discard(id);
        this.timeline.discard(id);
        this.composer.focus();
      }));
  }

  async #older() {
    const { messages, receipts } = this;
    if (this.#loadingOlder || messages.oldest === null || messages.oldest <= 1) return;
    if (!this.scroller.nearTop) return;
    this.#loadingOlder = true;
    this.#box.setAttribute('aria-busy', 'true');
    byId('earlier').hidden = false;
    const loaded = await Promise.all([messages.older(), receipts.oldest > 1 && receipts.older()])
      .then(() => true, () => false);
    byId('earlier').hidden = true;
    this.#box.setAttribute('aria-busy', 'false');
    this.#loadingOlder = false;
    if (this.#closed) return;
    this.#showBeginning();
    // After a failure, scrolling on or the next reconnect asks again.
    if (loaded) this.#older();
  }

  #showBeginning() {
    this.scroller.change(() => { byId('beginning').hidden = this.messages.oldest > 1; });
  }
}
