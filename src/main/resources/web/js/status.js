// The state of the connection in words and colour. The countdown is for the eye only: a screen
// reader hears a change of state, not every second.

import { byId } from './dom.js';

const WORDS = {
  connecting: 'Connecting…',
  live: 'Live',
  reconnecting: 'Reconnecting…',
  offline: 'Offline',
  locked: 'Token needed',
};

export function showState(state, seconds = 0) {
  const box = byId('connection');
  if (box.dataset.state !== state) byId('connection-spoken').textContent = WORDS[state];
  box.dataset.state = state;
  const waits = state === 'reconnecting' && seconds > 0;
  byId('connection-text').textContent = waits ? `Reconnecting in ${seconds} s` : WORDS[state];
}

/** A message above the chat, with something to do about it, or none. */
export function showNotice(text, label, action) {
  const box = byId('notice');
  // What hides must not take the keyboard's place in the page with it.
  if (!text && box.contains(document.activeElement)) byId('log').focus({ preventScroll: true });
  box.hidden = !text;
  byId('notice-text').textContent = text ?? '';
  const act = byId('notice-action');
  act.hidden = !action;
  act.textContent = label ?? '';
  act.onclick = action ?? null;
}
