// The messages in the order of the log, whatever order they come in: by seq, and at the end what
// has none yet. Each event once, and each own message once, on its way and as an event.

import { build, hideRefusal, joinTo, show, showRefusal } from './message.js';
import { uuidOf } from './ids.js';

export class Timeline {
  #list;
  #me;
  #items = [];
  #bySeq = new Map();
  #own = new Map();
  #readers = new Map();
  #today = new Date().getDate();

  constructor(list, me) {
    this.#list = list;
    this.#me = me;
  }

  /** Of what is accepted and stands here. */
  get oldest() {
    return this.#items[0].seq;
  }

  get newest() {
    return this.#items[this.#bySeq.size - 1].seq;
  }

  /** Puts events in; returns the items that are new on the screen. */
  accept(events) {
    return events.map((event) => this.#event(event)).filter(Boolean);
  }

  /** An own message that nobody has accepted yet. */
  addPending(body) {
    const item = { id: body.id, body, seq: null, mine: true };
    build(item);
    this.#own.set(item.id, item);
    this.#place(item);
    show(item, 'waiting');
  }

  progress(id, status) {
    const item = this.#unaccepted(id);
    if (!item) return;
    hideRefusal(item);
    show(item, status);
  }

  /** The acknowledgement tells the place in the order before the event itself comes. */
  accepted(id, seq) {
    const item = this.#unaccepted(id);
    if (!item) return;
    this.#take(item);
    if (this.#bySeq.has(seq)) this.#own.delete(id);
    else this.#settle(item, seq);
  }

  refused(id, why, tryAgain, discard) {
    const item = this.#unaccepted(id);
    if (!item) return;
    show(item, 'refused');
    showRefusal(item, why, tryAgain, discard);
  }

  /** An own message that is not to be sent, or whose place is where nothing is loaded. */
  discard(id) {
    const item = this.#unaccepted(id);
    if (!item) return;
    this.#take(item);
    this.#own.delete(id);
  }

  readBy(id, recipient) {
    const readers = this.#readers.get(id) ?? [];
    if (readers.includes(recipient)) return;
    readers.push(recipient);
    this.#readers.set(id, readers);
    const item = this.#own.get(id);
    if (item?.seq) this.#showAccepted(item);
  }

  /** To be called now and then: at midnight "Today" becomes "Yesterday". */
  tellDays() {
    const today = new Date().getDate();
    if (today === this.#today) return;
    this.#today = today;
    this.#items.forEach((_, at) => this.#join(at));
  }

  /** What was accepted leaves; what is still to be sent stays. Returns what left. */
  clear() {
    return this.#drop(0, this.#bySeq.size);
  }

  /**
   * Lets the far end go where more than so many accepted messages stand here.
   * @param near the list item that the reader looks at, null for the end; returns what left
   */
  trim(most, near) {
    const size = this.#bySeq.size;
    if (size <= most) return [];
    const at = near ? this.#items.findIndex(({ li }) => li === near) : size;
    return this.#drop(at < size / 2 ? most : 0, size - most);
  }

  #drop(from, count) {
    const dropped = this.#items.splice(from, count);
    for (const item of dropped) {
      item.li.remove();
      this.#bySeq.delete(item.seq);
      this.#own.delete(item.id);
    }
    this.#join(from);
    return dropped;
  }

  #event({ seq, acceptedAt, body }) {
    if (this.#bySeq.has(seq)) return null;
    const id = uuidOf(body.id);
    const pending = this.#unaccepted(id);
    if (pending) {
      this.#take(pending);
      hideRefusal(pending);
      this.#settle(pending, seq);
      return null;
    }
    const item = { id, body, acceptedAt, mine: body.sender === this.#me };
    build(item);
    if (item.mine) this.#own.set(id, item);
    this.#settle(item, seq);
    return item;
  }

  #showAccepted(item) {
    item.readers = item.mine && this.#readers.get(item.id);
    show(item, item.readers ? 'read' : 'sent');
  }

  #unaccepted(id) {
    const item = this.#own.get(id);
    return item && !item.seq ? item : null;
  }

  #settle(item, seq) {
    item.seq = seq;
    this.#bySeq.set(seq, item);
    this.#place(item);
    this.#showAccepted(item);
  }

  #place(item) {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#items[middle].seq ?? Infinity) <= (item.seq ?? Infinity)) low = middle + 1;
      else high = middle;
    }
    this.#list.insertBefore(item.li, this.#items[low]?.li ?? null);
    this.#items.splice(low, 0, item);
    this.#join(low);
    this.#join(low + 1);
  }

  #take(item) {
    const at = this.#items.indexOf(item);
    if (at < 0) return;
    this.#items.splice(at, 1);
    item.li.remove();
    this.#join(at);
  }

  #join(at) {
    if (at < this.#items.length) joinTo(this.#items[at], this.#items[at - 1]);
  }
}
