// Messages typed but not yet accepted survive a reload: one storage key each, so that two
// tabs of one chat never overwrite each other. Sending one twice is harmless, ids are stable.

export class Pending {
  #prefix;

  constructor(chat, me) {
    this.#prefix = `plantapop.pending.${chat}.${me.toLowerCase()}.`;
  }

  /** In the order in which they were typed. */
  all() {
    const found = [];
    for (let i = 0; i < localStorage.length; i++) {
      const key = localStorage.key(i);
      if (!key.startsWith(this.#prefix)) continue;
      try {
        found.push(JSON.parse(localStorage.getItem(key)));
      } catch {
        // Not ours: whoever wrote it may keep it.
      }
    }
    return found.sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1));
  }

  keep(body) {
    try {
      localStorage.setItem(this.#prefix + body.id, JSON.stringify(body));
    } catch {
      // A full storage costs the survival of a reload, not the message.
    }
  }

  drop(id) {
    localStorage.removeItem(this.#prefix + id);
  }
}
