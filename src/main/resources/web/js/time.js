// Times as the reader's own language and clock write them.

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const weekday = { weekday: 'long', day: 'numeric', month: 'long' };
const day = new Intl.DateTimeFormat(undefined, weekday);
const dayOfYear = new Intl.DateTimeFormat(undefined, { ...weekday, year: 'numeric' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** When it was written, as its writer says; else when it was accepted; else null. */
export function timeOf({ body, acceptedAt }) {
  for (const text of [body.timestamp, acceptedAt]) {
    const time = new Date(text ?? NaN);
    if (!Number.isNaN(time.getTime())) return time;
  }
  return null;
}

export const clockTime = (time) => clock.format(time);
export const fullTime = (time) => full.format(time);

export function dayName(time) {
  const ago = Math.round((midnight(time) - midnight(new Date())) / 86400000);
  if (ago === 0 || ago === -1) return capital(relative.format(ago, 'day'));
  const thisYear = time.getFullYear() === new Date().getFullYear();
  return (thisYear ? day : dayOfYear).format(time);
}

export function sameDay(a, b) {
  return Boolean(a && b) && midnight(a) === midnight(b);
}

function midnight(time) {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
}

function capital(text) {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}
