// Where the reader is in the chat stays where it is: at the end it follows what arrives,
// anywhere else nothing moves, whatever is put in or taken away above.

import { byId } from './dom.js';

const NEAR = 60;
const LOAD_AHEAD = 400;

export class Scroller {
  #box = byId('log');
  #list = byId('messages');
  #newer = byId('newer');
  #moved;
  #complete;
  #unseen = 0;
  #ended = new AbortController();
  #resized;

  /** Whether the reader is at the newest message, or wants to be once it is loaded. */
  following = true;

  /** @param on moved(): others may soon be wanted; complete(): is the newest loaded? */
  constructor({ moved, complete }) {
    const { signal } = this.#ended;
    this.#moved = moved;
    this.#complete = complete;
    this.#box.addEventListener('scroll', () => {
      this.#scrolled();
      moved();
    }, { signal, passive: true });
    this.#newer.addEventListener('click', () => {
      this.#box.focus({ preventScroll: true });
      this.toNewest();
    }, { signal });
    // An on-screen keyboard takes half of the room: the end stays in sight.
    this.#resized = new ResizeObserver(() => this.following && this.#toEnd());
    this.#resized.observe(this.#box);
    this.#count();
  }

  get nearTop() {
    return this.#box.scrollTop < LOAD_AHEAD;
  }

  get nearEnd() {
    return this.#fromEnd() < LOAD_AHEAD;
  }

  /**
   * Changes the list and gives back the reader's place; arrivals are counted, not shown.
   * @param draw gets the first list item in view, null where the end is followed
   */
  change(draw) {
    const first = this.following ? null : this.#firstInView();
    // The day and the name above the text may come and go.
    const anchor = first?.querySelector('.content');
    const before = anchor?.getBoundingClientRect().top;
    this.#unseen += draw(first) ?? 0;
    if (!anchor?.isConnected) return this.#toEnd();
    this.#box.scrollTop += anchor.getBoundingClientRect().top - before;
    this.#scrolled();
  }

  toNewest() {
    this.#toEnd();
    this.#moved();
  }

  #toEnd() {
    this.#box.scrollTop = this.#box.scrollHeight;
    this.following = true;
    this.#count();
  }

  #scrolled() {
    this.following = this.#fromEnd() < NEAR && (this.following || this.#complete());
    this.#count();
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

  #count() {
    if (this.following) this.#unseen = 0;
    const unseen = this.#unseen;
    this.#newer.hidden = this.following || (!unseen && this.#complete());
    this.#newer.querySelector('span').textContent = !unseen ? 'Newest messages'
      : unseen === 1 ? '1 new message' : `${unseen} new messages`;
  }
}
