// Messages typed but not yet accepted survive a reload: one storage key each, so that two
// tabs of one chat never overwrite each other. Sending one twice is harmless, ids are stable.

import { local } from './storage.js';

export class Pending {
  #prefix;
  #me;

  constructor(chat, me) {
    this.#prefix = `plantapop.pending.${chat}.`;
    this.#me = me;
  }

  /** In the order in which they were typed. */
  all() {
    return local.keys(this.#prefix)
      .map((key) => local.get(key))
      .filter((body) => body?.sender === this.#me)
      .sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
  }

  keep(body) {
    local.set(this.#prefix + body.id, body);
  }

  drop(id) {
    local.remove(this.#prefix + id);
  }
}
