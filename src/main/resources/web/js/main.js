// The page: the form or a chat, and the address bar that says which.

import { byId } from './dom.js';
import { chatIdIn } from './ids.js';
import { JoinForm } from './join.js';
import { Room } from './room.js';
import { showNotice, showState } from './status.js';
import { session } from './storage.js';

/** What this tab is in; a reload returns to it, another tab may be somebody else. */
const HERE = 'plantapop.here';

let room = null;
let here = null;
const form = new JoinForm(enter);

function enter(entry) {
  leave();
  here = entry;
  // A token is not written down anywhere: after a reload it is asked for.
  session.set(HERE, { ...entry, token: '' });
  location.hash = `chat=${entry.chat}`;
  document.title = 'Chat · PlantaPop';
  byId('chat-id').textContent = entry.chat;
  byId('me').textContent = entry.email;
  byId('welcome').hidden = true;
  byId('room').hidden = false;
  room = new Room(entry, {
    again: () => enter(here),
    back,
    renewed: (token) => {
      here = { ...here, token };
      // For the next chat that is opened from the form.
      byId('token').value = token;
    },
    corrected,
  });
}

/** The token's address is the one to write under, in a chat opened anew: much depends on it. */
function corrected(email, typed) {
  const before = here.email;
  form.correct(email);
  enter({ ...here, email });
  showNotice(`Your access token is for ${email}: you write as ${email}, not as ${before}.`, 'OK',
    () => showNotice(null));
  for (const content of typed) room.write(content);
}

function leave() {
  room?.close();
  room = null;
  here = null;
  session.remove(HERE);
  showState('connecting');
}

function showWelcome() {
  leave();
  document.title = 'PlantaPop Chat';
  byId('room').hidden = true;
  byId('welcome').hidden = false;
  form.show(chatIdIn(location.hash));
}

function back() {
  location.hash = '';
  showWelcome();
}

/** Back, forward and pasted links move between chats. */
function follow() {
  const chat = chatIdIn(location.hash);
  if (here && chat === here.chat) return;
  if (here && chat) enter({ ...here, chat });
  else showWelcome();
}

async function share() {
  const link = location.href;
  try {
    await navigator.clipboard.writeText(link);
    showNotice('The link to this chat is copied. Send it to whom you want to talk with.', 'OK',
      () => showNotice(null));
  } catch {
    // Without a secure context there is no clipboard; the link can be copied by hand.
    showNotice(`The link to this chat: ${link}`, 'OK', () => showNotice(null));
  }
}

/** iOS lays its keyboard over the page instead of shrinking it. Zooming in is not that. */
function fitToKeyboard() {
  const { height, scale } = visualViewport;
  const { style } = document.documentElement;
  if (byId('room').hidden || scale > 1.01) {
    style.removeProperty('--height');
  } else {
    style.setProperty('--height', `${height}px`);
    scrollTo(0, 0);
  }
}

byId('share').addEventListener('click', share);
byId('leave').addEventListener('click', back);
addEventListener('hashchange', follow);
if (matchMedia('(pointer: coarse)').matches) {
  visualViewport?.addEventListener('resize', fitToKeyboard);
}

const before = session.get(HERE);
if (before && before.chat === chatIdIn(location.hash)) enter(before);
else showWelcome();
