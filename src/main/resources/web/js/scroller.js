// Where the reader is in the chat stays where it is: at the end it follows what arrives,
// anywhere else nothing moves, also when earlier messages are put in above.

import { byId } from './dom.js';

const NEAR = 60;
const LOAD_AHEAD = 400;

export class Scroller {
  #box = byId('log');
  #list = byId('messages');
  #newer = byId('newer');
  #following = true;
  #unseen = 0;
  #ended = new AbortController();
  #resized;

  /** @param nearTop called when earlier messages will soon be wanted */
  constructor(nearTop) {
    const { signal } = this.#ended;
    this.#box.addEventListener('scroll', () => {
      this.#following = this.#fromEnd() < NEAR;
      if (this.#following) this.#count(0);
      if (this.nearTop) nearTop();
    }, { signal, passive: true });
    this.#newer.addEventListener('click', () => this.toEnd(), { signal });
    // An on-screen keyboard takes half of the room: the end stays in sight.
    this.#resized = new ResizeObserver(() => this.#following && this.toEnd());
    this.#resized.observe(this.#box);
    this.#count(0);
  }

  get nearTop() {
    return this.#box.scrollTop < LOAD_AHEAD;
  }

  /** Changes the list and gives back the reader's place; arrivals are counted, not shown. */
  change(draw) {
    const anchor = this.#following ? null : this.#firstInView();
    const before = anchor?.getBoundingClientRect().top;
    const arrivals = draw() ?? 0;
    if (!anchor) return this.toEnd();
    this.#box.scrollTop += anchor.getBoundingClientRect().top - before;
    this.#count(this.#unseen + arrivals);
  }

  toEnd() {
    this.#box.scrollTop = this.#box.scrollHeight;
    this.#following = true;
    this.#count(0);
  }

  close() {
    this.#ended.abort();
    this.#resized.disconnect();
  }

  #fromEnd() {
    return this.#box.scrollHeight - this.#box.clientHeight - this.#box.scrollTop;
  }

  #firstInView() {
    const top = this.#box.getBoundingClientRect().top;
    for (const li of this.#list.children) {
      if (li.getBoundingClientRect().bottom > top) return li;
    }
    return null;
  }

  #count(unseen) {
    this.#unseen = unseen;
    this.#newer.hidden = unseen === 0;
    this.#newer.querySelector('span').textContent =
      unseen === 1 ? '1 new message' : `${unseen} new messages`;
  }
}
