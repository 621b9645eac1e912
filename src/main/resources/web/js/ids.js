// Identifiers: what a message, a chat and a reader are called.

/** A random UUID; randomUUID exists only in secure contexts, a LAN address is not one. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function newChatId() {
  return hex(crypto.getRandomValues(new Uint8Array(12)));
}

/** The chat id in what somebody typed or pasted (an id or a whole link), else null. */
export function chatIdIn(text) {
  const match = /^(?:.*#chat=)?([0-9a-f]{24})$/i.exec(text.trim());
  return match ? match[1].toLowerCase() : null;
}

/** UUIDs mean the same in any case, and clients write both; e-mail addresses are taken as written. */
export const uuidOf = (text) => text?.toLowerCase();

function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
