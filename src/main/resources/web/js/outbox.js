// What this page sends. One message at a time, so that retries never change the order in which
// they were typed, and always with the id it got when it was typed, so that it exists once.

import { backoff } from './refusal.js';

export class Outbox {
  #connection;
  #address;
  #pending;
  #on;
  #queue = [];
  #refused = new Map();
  #open = false;
  #busy = false;
  #failures = 0;
  #stopWaiting = () => {};

  /** @param on waiting(id), sending(id), accepted(id, acknowledgement), refused(id, refusal) */
  constructor(connection, address, pending, on) {
    this.#connection = connection;
    this.#address = address;
    this.#pending = pending;
    this.#on = on;
  }

  add(body) {
    this.#pending.keep(body);
    this.#queue.push(body);
    this.#on.waiting(body.id);
    this.#run();
  }

  resume() {
    this.#open = true;
    this.#failures = 0;
    this.#stopWaiting();
    this.#run();
  }

  pause() {
    this.#open = false;
  }

  /** It was seen on the log, so it is accepted, whatever became of the answer. */
  seen(id) {
    this.#remove(id);
  }

  retry(id) {
    const body = this.#refused.get(id);
    this.#refused.delete(id);
    if (body) this.add(body);
  }

  discard(id) {
    this.#refused.delete(id);
    this.#remove(id);
  }

  #remove(id) {
    this.#pending.drop(id);
    this.#queue = this.#queue.filter((body) => body.id !== id);
  }

  async #run() {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#open && this.#queue.length) await this.#send(this.#queue[0]);
    this.#busy = false;
  }

  async #send(body) {
    this.#on.sending(body.id);
    try {
      const acknowledgement = await this.#connection.request(this.#address, body);
      this.#failures = 0;
      this.#remove(body.id);
      this.#on.accepted(body.id, acknowledgement);
    } catch (refusal) {
      if (!this.#queue.includes(body)) return;
      if (refusal.retryable) {
        this.#on.waiting(body.id);
        if (this.#open) await this.#wait(backoff(this.#failures++));
      } else {
        this.#queue.shift();
        this.#refused.set(body.id, body);
        this.#on.refused(body.id, refusal);
      }
    }
  }

  /** A reconnect ends the wait early. */
  #wait(ms) {
    return new Promise((resolve) => {
      this.#stopWaiting = resolve;
      setTimeout(resolve, ms);
    });
  }
}
