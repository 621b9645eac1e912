// One open chat: wires the two logs of the server to the screen, and the composer to the server.

import { Composer } from './composer.js';
import { Connection } from './connection.js';
import { byId } from './dom.js';
import { uuid, uuidOf } from './ids.js';
import { Log } from './log.js';
import { Outbox } from './outbox.js';
import { Pending } from './pending.js';
import { Reader } from './reader.js';
import { NO_TOKEN, backoff } from './refusal.js';
import { askForToken, hideRenewal } from './renewal.js';
import { Scroller } from './scroller.js';
import { showNotice, showState } from './status.js';
import { Timeline } from './timeline.js';

const MESSAGES_PER_PAGE = 50;
const RECEIPTS_PER_PAGE = 200;
const FORBIDDEN = 403;
/** What a browser lays out in no time, and far more than fits on a screen. */
const MOST_SHOWN = 500;

export class Room {
  #me;
  #box = byId('log');
  #loading = false;
  #retry = 0;
  #live = false;
  #clock = setInterval(() => this.timeline.tellDays(), 30000);
  #opens = 0;
  #closed = false;
  /** What was typed before the server said who we are; null from then on. */
  #unconfirmed = [];

  /**
   * @param on again(): enter this chat anew; back(): to the form; renewed(token);
   *   corrected(email, typed): the token is for another address, under which this is to be written
   */
  constructor({ email, chat, token }, on) {
    const address = `chat.${chat}`;
    this.#me = email;
    this.on = on;
    byId('messages').replaceChildren();
    byId('beginning').hidden = true;
    this.#box.setAttribute('aria-busy', 'true');
    showNotice(null);
    this.timeline = new Timeline(byId('messages'), email);
    this.scroller = new Scroller({
      moved: () => this.#load(),
      complete: () => this.messages.complete,
    });
    this.connection = new Connection(new URL('eventbus', document.baseURI).href, token, {
      open: () => this.#follow(++this.#opens, 0),
      state: (state, seconds) => this.#state(state, seconds),
      quiet: () => this.messages.ask().catch(() => {}),
      locked: (refusal) => this.#ask(refusal),
    });
    this.messages = new Log(this.connection, address, MESSAGES_PER_PAGE, {
      loaded: (events, anew) => this.#loaded(events, anew),
      arrived: (events, joins) => this.#arrived(events, joins),
      ended: (refusal) => this.#trouble(refusal, this.#opens, 0),
    });
    this.receipts = new Log(this.connection, `${address}.receipts`, RECEIPTS_PER_PAGE, {
      loaded: (events) => events.forEach(({ body }) => this.#receipt(body)),
      arrived: (events) => events.forEach(({ body }) => this.#receipt(body)),
      ended: (refusal) => this.#trouble(refusal, this.#opens, 0),
    });
    const pending = new Pending(chat, email);
    this.outbox = new Outbox(this.connection, address, pending, {
      waiting: (id) => this.timeline.progress(id, 'waiting'),
      sending: (id) => this.timeline.progress(id, 'sending'),
      accepted: (id, { seq }) => this.scroller.change(() => this.messages.holds(seq)
        ? this.timeline.accepted(id, seq) : this.timeline.discard(id)),
      refused: (id, refusal) => this.#refused(id, refusal),
    });
    this.reader = new Reader(this.connection, `${address}.receipts`, email, this.#box,
      ({ li }) => { li.dataset.status = 'read'; });
    this.composer = new Composer((content) => this.write(content));
    for (const body of pending.all()) this.#queue(body);
    this.composer.focus();
  }

  close() {
    this.#closed = true;
    hideRenewal();
    clearInterval(this.#clock);
    for (const part of [this.connection, this.reader, this.scroller, this.composer]) part.close();
  }

  /** On every open: the server and the client have both forgotten what we were subscribed to. */
  async #follow(open, failures) {
    try {
      const { email } = await this.connection.request('chat.session', {});
      if (this.#closed) return;
      if (email && email !== this.#me) return this.#correct(email);
      this.#unconfirmed = null;
      await this.messages.follow();
      this.#box.setAttribute('aria-busy', 'false');
      await this.receipts.follow();
    } catch (refusal) {
      this.#trouble(refusal, open, failures);
      return;
    }
    if (this.#closed) return;
    this.connection.settled();
    this.outbox.resume();
    this.reader.resume();
    this.#load();
  }

  #trouble(refusal, open, failures) {
    // A socket that was lost meanwhile opens again and starts over by itself.
    if (this.#closed || open !== this.#opens) return;
    if (refusal.code === NO_TOKEN) return;
    if (!refusal.retryable) return this.#stop(refusal);
    setTimeout(() => open === this.#opens && this.#follow(open, failures + 1), backoff(failures));
  }

  /** All stays as it is on the screen, and goes on where it was with the next token. */
  #ask(refusal) {
    this.#opens++;
    this.#box.setAttribute('aria-busy', 'false');
    askForToken(refusal, (token) => {
      this.on.renewed(token);
      this.connection.renew(token);
      this.composer.focus();
    });
  }

  /** Under the wrong address nothing was sent yet: what a person typed goes with the right one. */
  #correct(email) {
    const typed = this.#unconfirmed ?? [];
    typed.forEach(({ id }) => this.outbox.discard(id));
    this.on.corrected(email, typed.map(({ content }) => content));
  }

  /** Going on would only repeat the refusal; what was typed is kept for the next time. */
  #stop(refusal) {
    this.connection.close();
    this.#state('offline');
    this.#box.setAttribute('aria-busy', 'false');
    if (refusal.code === FORBIDDEN) {
      showNotice('You are not a member of this chat. Somebody who runs it has to add you.',
        'Open another chat', this.on.back);
    } else {
      showNotice(`The chat can't be opened: ${refusal.message}`, 'Try again', this.on.again);
    }
  }

  #state(state, seconds) {
    showState(state, seconds);
    this.#live = state === 'live';
    if (this.#live) return;
    this.outbox?.pause();
    this.reader?.pause();
  }

  #loaded(events, anew) {
    this.scroller.change((first) => {
      if (anew) this.timeline.clear().forEach((item) => this.reader.unwatch(item));
      this.#show(events, first);
    });
    this.#accepted(events);
  }

  #arrived(events, joins) {
    this.scroller.change((first) => {
      if (joins) this.#show(events, first);
      return events.filter(({ body }) => body.sender !== this.#me).length;
    });
    this.#accepted(events);
  }

  #show(events, first) {
    for (const item of this.timeline.accept(events)) if (!item.mine) this.reader.watch(item);
    const dropped = this.timeline.trim(MOST_SHOWN, first);
    dropped.forEach((item) => this.reader.unwatch(item));
    if (dropped.length) this.messages.trimmed(this.timeline.oldest, this.timeline.newest);
    byId('beginning').hidden = this.messages.oldest > 1;
  }

  /** Seen on the log, our own need not be sent any more, nor wait where they are not loaded. */
  #accepted(events) {
    for (const { body } of events.filter(({ body }) => body.sender === this.#me)) {
      this.outbox.seen(body.id);
      this.timeline.discard(body.id);
    }
  }

  /** Who does not say who read it may be we ourselves. */
  #receipt({ messageId, recipient }) {
    if (recipient === this.#me) this.reader.known(uuidOf(messageId));
    else if (recipient) this.timeline.readBy(uuidOf(messageId), recipient);
  }

  write(content) {
    const body = {
      id: uuid(), sender: this.#me, content, timestamp: new Date().toISOString(),
    };
    this.#unconfirmed?.push(body);
    this.#queue(body);
    this.scroller.toNewest();
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

  /** What the reader is about to see: one page after the other, until nothing is missing. */
  async #load() {
    const load = this.#missing();
    if (this.#loading || this.#closed || !load) return;
    this.#loading = true;
    this.#box.setAttribute('aria-busy', 'true');
    byId('earlier').hidden = !this.scroller.nearTop;
    try {
      await load();
    } catch (refusal) {
      clearTimeout(this.#retry);
      if (refusal.retryable) this.#retry = setTimeout(() => this.#load(), backoff(2));
      return;
    } finally {
      this.#loading = false;
      this.#box.setAttribute('aria-busy', 'false');
      byId('earlier').hidden = true;
    }
    this.#load();
  }

  #missing() {
    const { messages, receipts, scroller } = this;
    if (!this.#live) return null;
    if (!messages.complete && scroller.following) return () => messages.latest();
    if (messages.oldest > 1 && scroller.nearTop) return () => messages.older();
    if (!messages.complete && scroller.nearEnd) return () => messages.newer();
    // A receipt comes after its message: with these, no tick is behind.
    if (receipts.oldest > 1 && receipts.oldestAt > messages.oldestAt) return () => receipts.older();
    return null;
  }
}
