// The way in: who you are and which chat, checked in words before anything is opened.

import { byId } from './dom.js';
import { chatIdIn, newChatId } from './ids.js';
import { local } from './storage.js';

const REMEMBERED = 'plantapop.email';

export class JoinForm {
  #email = byId('email');
  #chat = byId('chat');

  /** @param join called with {email, chat, token} once both are right */
  constructor(join) {
    this.#email.value = local.get(REMEMBERED) ?? '';
    byId('new-chat').addEventListener('click', () => {
      this.#chat.value = newChatId();
      this.#check(this.#chat, '');
      (this.#email.value ? byId('join') : this.#email).focus();
    });
    for (const field of [this.#email, this.#chat]) {
      field.addEventListener('input', () => this.#check(field, ''));
    }
    byId('join-form').addEventListener('submit', (event) => {
      event.preventDefault();
      const entry = this.#entry();
      if (entry) join(entry);
    });
  }

  show(chat) {
    if (chat) this.#chat.value = chat;
    const first = [this.#email, this.#chat].find(({ value }) => !value);
    (first ?? byId('join')).focus();
  }

  /** The address is another than was typed, and is so the next time. */
  correct(email) {
    this.#email.value = email;
    local.set(REMEMBERED, email);
  }

  #entry() {
    const email = this.#email.value.trim();
    const chat = chatIdIn(this.#chat.value);
    const rightEmail = this.#check(this.#email, !email
      ? 'Please enter your e-mail address.'
      : this.#email.validity.typeMismatch || !/@[^@\s]+\.[^@\s]+$/.test(email)
        ? 'This is no complete e-mail address. It looks like anna@example.com.'
        : '');
    const rightChat = this.#check(this.#chat, chat ? '' : !this.#chat.value.trim()
      ? 'Please paste the chat you were given, or start a new one.'
      : 'A chat has 24 characters: digits 0 to 9 and letters a to f. A link to it works, too.');
    if (!rightEmail) this.#email.focus();
    else if (!rightChat) this.#chat.focus();
    if (!rightEmail || !rightChat) return null;
    local.set(REMEMBERED, email);
    return { email, chat, token: byId('token').value.trim() };
  }

  #check(field, problem) {
    byId(`${field.id}-problem`).textContent = problem;
    if (problem) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
    return !problem;
  }
}
