// One address of the server read as what it is: a log with a cursor. Opening it reads the
// newest page; after every reconnect it goes on behind the last event seen. A part of it is
// loaded, without holes, and usually up to the cursor; then what arrives joins it.

export class Log {
  #connection;
  #address;
  #pageSize;
  #on;
  #arrived = [];
  /** The last seq seen; null before the first page. */
  cursor = null;
  /** The first seq loaded; 1 when there is nothing before it. */
  oldest = null;
  oldestAt = '';
  /** The last seq loaded; null when that is the cursor. */
  newest = null;

  /** @param on loaded(events, anew), arrived(events, joins), ended(refusal) */
  constructor(connection, address, pageSize, on) {
    this.#connection = connection;
    this.#address = address;
    this.#pageSize = pageSize;
    this.#on = on;
  }

  get complete() {
    return this.newest === null;
  }

  holds(seq) {
    return seq >= this.oldest && (this.complete || seq <= this.newest);
  }

  /** To be called on every open of the connection, which has forgotten all subscriptions. */
  async follow() {
    if (this.cursor === null) await this.latest();
    try {
      await this.#subscribe();
    } catch (refusal) {
      // A cursor beyond the head: this server has another log than the one we have seen.
      if (refusal.code !== 400 || this.cursor === 0) throw refusal;
      this.cursor = null;
      await this.latest();
      await this.#subscribe();
    }
  }

  /** The newest page instead of what was loaded. */
  async latest() {
    const { events, head } = await this.#page({});
    this.#begin(events);
    this.#reach(events, head);
    this.#on.loaded(events, true);
  }

  async older() {
    const before = this.oldest;
    const { events } = await this.#page({ before });
    // Meanwhile trimmed: these would no longer be the neighbours.
    if (this.oldest !== before) return;
    this.#begin(events);
    this.#on.loaded(events, false);
  }

  async newer() {
    const after = this.newest;
    const { events, head } = await this.#page({ after });
    if (this.newest !== after) return;
    this.#reach(events, head);
    this.#on.loaded(events, false);
  }

  /** Of what was loaded only this is kept. */
  trimmed(oldest, newest) {
    this.oldest = oldest;
    this.newest = newest < this.cursor ? newest : null;
  }

  /** A question that costs the server next to nothing and tells whether it is there. */
  ask() {
    return this.#page({ after: this.cursor, limit: 1 });
  }

  #begin(events) {
    this.oldest = events[0]?.seq ?? 1;
    this.oldestAt = events[0]?.acceptedAt ?? this.oldestAt;
  }

  #reach(events, head) {
    const seq = events.at(-1)?.seq ?? head;
    this.cursor = Math.max(this.cursor, seq);
    this.newest = seq < this.cursor ? seq : null;
  }

  #page(range) {
    const body = { limit: this.#pageSize, ...range };
    return this.#connection.request(`${this.#address}.history`, body);
  }

  #subscribe() {
    return this.#connection.subscribe(
      this.#address, this.cursor, (event) => this.#received(event), this.#on.ended);
  }

  /** Events that came in one frame are handed on together, so that they are drawn at once. */
  #received(event) {
    if (event.seq <= this.cursor) return;
    this.cursor = event.seq;
    if (this.#arrived.push(event) > 1) return;
    queueMicrotask(() => this.#on.arrived(this.#arrived.splice(0), this.complete));
  }
}
