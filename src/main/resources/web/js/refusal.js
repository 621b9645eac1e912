// Why a request was not granted, and whether asking again can help.

/** No answer came: the outcome is unknown, and the same id makes it safe to ask again. */
const NO_ANSWER = 0;
/** No token, or one that is not good any more: with the next one the same may be asked again. */
export const NO_TOKEN = 401;

export class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }

  /** From what vertx-eventbus.js hands to a callback. */
  static of(error) {
    return new Refusal(error.failureCode ?? NO_ANSWER, error.message || 'No reason was given');
  }

  static noAnswer(message) {
    return new Refusal(NO_ANSWER, message);
  }

  /** The event bus itself reports "nobody there" and "timed out" as negative codes. */
  get retryable() {
    return this.code <= NO_ANSWER || [NO_TOKEN, 429].includes(this.code) || this.code >= 500;
  }
}

/** The wait before the next try: doubling, bounded, spread so that pages don't march in step. */
export function backoff(failures, most = 10000) {
  return Math.round(Math.min(1000 * 2 ** failures, most) * (0.5 + Math.random() / 2));
}
