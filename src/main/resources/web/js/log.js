// One address of the server read as what it is: a log with a cursor. Opening it reads the
// newest page; after every reconnect it goes on behind the last event seen.

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

  /** @param on events(list, live), reset(), ended(refusal) */
  constructor(connection, address, pageSize, on) {
    this.#connection = connection;
    this.#address = address;
    this.#pageSize = pageSize;
    this.#on = on;
  }

  /** To be called on every open of the connection, which has forgotten all subscriptions. */
  async follow() {
    if (this.cursor === null) await this.#newest();
    try {
      await this.#subscribe();
    } catch (refusal) {
      // A cursor beyond the head: this server has another log than the one we have seen.
      if (refusal.code !== 400 || this.cursor === 0) throw refusal;
      this.#on.reset();
      await this.#newest();
      await this.#subscribe();
    }
  }

  async older() {
    const { events } = await this.#page({ before: this.oldest });
    this.oldest = events.length ? events[0].seq : 1;
    this.#on.events(events, false);
  }

  /** A question that costs the server next to nothing and tells whether it is there. */
  ask() {
    return this.#page({ after: this.cursor, limit: 1 });
  }

  async #newest() {
    const { events, head } = await this.#page({});
    this.cursor = head;
    this.oldest = events.length ? events[0].seq : 1;
    this.#on.events(events, false);
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
    queueMicrotask(() => this.#on.events(this.#arrived.splice(0), true));
  }
}
