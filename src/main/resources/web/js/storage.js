// What is remembered beyond this moment, as JSON. A browser may block its storage, have it full or
// have none, and throws wherever it is touched: memory takes its place, as long as the page lives.

class Store {
  #name;
  #memory = new Map();

  constructor(name) {
    this.#name = name;
  }

  /** Null where there is nothing, or nothing of ours. */
  get(key) {
    return attempt(() => JSON.parse(this.#memory.get(key) ?? window[this.#name].getItem(key)));
  }

  set(key, value) {
    this.#memory.set(key, JSON.stringify(value));
    attempt(() => {
      window[this.#name].setItem(key, this.#memory.get(key));
      this.#memory.delete(key);
    });
  }

  remove(key) {
    this.#memory.delete(key);
    attempt(() => window[this.#name].removeItem(key));
  }

  keys(prefix) {
    const stored = attempt(() => Object.keys(window[this.#name])) ?? [];
    return [...new Set([...stored, ...this.#memory.keys()])]
      .filter((key) => key.startsWith(prefix));
  }
}

function attempt(use) {
  try {
    return use();
  } catch {
    return null;
  }
}

export const local = new Store('localStorage');
export const session = new Store('sessionStorage');
