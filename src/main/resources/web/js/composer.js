// The field to write in: Enter sends, Shift+Enter makes a new line, it grows with its text.

import { byId } from './dom.js';

export class Composer {
  #text = byId('text');
  #ended = new AbortController();

  constructor(send) {
    const { signal } = this.#ended;
    byId('composer').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit(send);
    }, { signal });
    this.#text.addEventListener('keydown', (event) => {
      // While a word is composed (Japanese, Chinese, ...) Enter belongs to the composition;
      // Safari says so only by the key code.
      const composing = event.isComposing || event.keyCode === 229;
      if (event.key !== 'Enter' || event.shiftKey || composing) return;
      event.preventDefault();
      this.#submit(send);
    }, { signal });
    this.#text.addEventListener('input', () => this.#fit(), { signal });
    this.#fit();
  }

  focus() {
    this.#text.focus({ preventScroll: true });
  }

  close() {
    this.#ended.abort();
  }

  #submit(send) {
    const content = this.#text.value.trim();
    this.focus();
    if (!content) return;
    this.#text.value = '';
    this.#fit();
    send(content);
  }

  #fit() {
    this.#text.style.height = 'auto';
    this.#text.style.height = `${this.#text.scrollHeight}px`;
  }
}
