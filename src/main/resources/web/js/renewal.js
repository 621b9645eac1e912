// Asks for an access token where one is missing: above the messages, which stay as they are. It
// is kept in memory only, neither in a storage nor in the address of anything.

import { byId } from './dom.js';

/** What the server says, in plain words; what is not here is told as it is. */
const WORDS = {
  'none was brought': 'This chat asks for an access token. Please enter yours.',
  'not valid': 'Your access token is not valid, or not any more. Please enter another one.',
  'has expired': 'Your access token has expired. Please enter a new one.',
  'has been revoked': 'Your access token has been revoked. Please enter a new one.',
};

/** @param renewed called with the new token */
export function askForToken({ message }, renewed) {
  const problem = message.replace(/^token: | in time$/g, '');
  const words = WORDS[problem] ?? `The access token is not good: ${problem}. Please enter another.`;
  byId('renewal').hidden = false;
  byId('renewal-why').textContent = `${words} What you have written is kept.`;
  byId('renewal').onsubmit = (event) => {
    event.preventDefault();
    const token = byId('new-token').value.trim();
    if (!token) return;
    hideRenewal();
    renewed(token);
  };
  // Whoever is writing goes on writing, and not into this field.
  if (!byId('text').value) byId('new-token').focus();
}

export function hideRenewal() {
  byId('new-token').value = '';
  byId('renewal').hidden = true;
}
