// The official client in Node, for what is there before and after anybody looks at a page.

import { createRequire } from 'node:module';

const TOO_FAST = 429;
/** The client drops how long the server asks to wait. */
const PAUSE = 1000;

const EventBus = createRequire(import.meta.url)('@vertx/eventbus-bridge-client.js');

export async function openBus(base) {
  const client = new EventBus(new URL('eventbus', base).href);
  await new Promise((opened, failed) => {
    client.onopen = opened;
    client.onclose = () => failed(new Error(`no event bus at ${base}`));
  });
  const ask = (to, body) => new Promise((resolve, reject) => {
    client.send(to, body, (error, answer) => {
      if (error?.failureCode === TOO_FAST) {
        setTimeout(() => ask(to, body).then(resolve, reject), PAUSE);
      } else if (error) {
        reject(new Error(`${to}: ${error.failureCode} ${error.message}`));
      } else {
        resolve(answer.body);
      }
    });
  });
  return { ask, close: () => client.close() };
}

export async function wholeLog({ ask }, address) {
  const all = [];
  for (;;) {
    const { events, head } = await ask(`${address}.history`, { after: all.length, limit: 200 });
    all.push(...events);
    if (all.length >= head || !events.length) return all;
  }
}
