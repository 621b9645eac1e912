// One message as a list item: who, what, when, and how far it has come.

import { button, element, icon } from './dom.js';
import { clockTime, dayName, fullTime, sameDay, timeOf } from './time.js';

const GROUPED_WITHIN = 5 * 60000;
const STATUS = {
  waiting: { picture: 'clock', text: 'Waiting to be sent' },
  sending: { picture: 'clock', text: 'Sending' },
  sent: { picture: 'tick', text: 'Sent' },
  read: { picture: 'read', text: 'Read' },
  refused: { picture: 'alert', text: 'Not sent' },
};

/** Builds item.li from item.body; what the contract leaves optional may be missing. */
export function build(item) {
  const { sender, content, id } = item.body;
  const time = timeOf(item);
  const name = typeof sender === 'string' && sender ? sender : 'Somebody';
  const at = name.lastIndexOf('@');
  item.time = time;
  item.sender = name;
  item.day = element('p', { class: 'day', hidden: '' });
  item.tick = item.mine ? element('span', { class: 'status', role: 'img' }, icon('clock')) : null;
  item.bubble = element('div', { class: 'bubble' },
    element('p', { class: 'sender', title: name },
      element('b', { text: item.mine ? 'You' : at > 0 ? name.slice(0, at) : name }),
      !item.mine && at > 0 && element('span', { text: name.slice(at) })),
    content?.trim()
      ? element('p', { class: 'content', dir: 'auto', text: content })
      : element('p', { class: 'content empty', text: 'A message without text' }),
    element('p', { class: 'meta' },
      time && element('time', {
        datetime: time.toISOString(), title: fullTime(time), text: clockTime(time),
      }),
      item.tick));
  const avatar = element('span', {
    class: 'avatar', 'aria-hidden': 'true', text: [...name][0].toUpperCase(),
  });
  avatar.style.setProperty('--hue', hueOf(item.sender));
  item.li = element('li', { class: item.mine ? 'message mine' : 'message' },
    item.day, element('div', { class: 'row' }, !item.mine && avatar, item.bubble));
  if (id) item.li.dataset.id = id;
}

export function show(item, status) {
  item.status = status;
  item.li.dataset.status = status;
  if (item.seq) item.li.dataset.seq = item.seq;
  if (!item.tick) return;
  const { picture, text } = STATUS[status];
  const readers = status === 'read' && item.readers?.length ? ` by ${item.readers.join(', ')}` : '';
  // Attributes only: a new node would make screen readers say the message again.
  item.tick.setAttribute('aria-label', text + readers);
  item.tick.title = text + readers;
  item.tick.querySelector('use').setAttribute('href', `#icon-${picture}`);
}

export function showRefusal(item, why, tryAgain, discard) {
  hideRefusal(item);
  item.refusal = element('div', { class: 'refusal' },
    element('p', { text: `Not sent: ${why}` }),
    button('Try again', { class: 'small' }, tryAgain),
    button('Discard', { class: 'small plain' }, discard));
  item.bubble.append(item.refusal);
}

export function hideRefusal(item) {
  item.refusal?.remove();
  item.refusal = null;
}

/** A day's first message carries the day; one soon after another of its sender joins it. */
export function joinTo(item, previous) {
  const newDay = Boolean(item.time) && !sameDay(item.time, previous?.time);
  item.day.hidden = !newDay;
  item.day.textContent = newDay ? dayName(item.time) : '';
  const grouped = !newDay && previous?.sender === item.sender &&
    Math.abs((item.time ?? 0) - (previous.time ?? 0)) < GROUPED_WITHIN;
  item.li.classList.toggle('grouped', grouped);
}

/** A colour for a sender, the same on every page. */
function hueOf(name) {
  let hue = 0;
  for (const char of name) hue = (hue * 31 + char.codePointAt(0)) % 360;
  return hue;
}
