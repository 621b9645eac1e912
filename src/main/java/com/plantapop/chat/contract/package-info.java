/**
 * What a payload must be: the schemas, their formats and the limits of JSON. Imports {@code event}
 * only.
 *
 * <p>{@link com.plantapop.chat.contract.Contract} is loaded once from the operator's {@code
 * schemas/} and refuses what could not be enforced later. A body is read once as a stream, which
 * finds what no schema can say (duplicate names, depth, numbers that would change), and is then
 * judged: by the rules that its schema became, or, for a schema as plain as the customer's, from
 * that same stream. What passes is a {@link com.plantapop.chat.contract.Draft}, which completes
 * itself and compares itself with what is stored. The text is never decoded and encoded again, so
 * it stays as it was.
 */
package com.plantapop.chat.contract;
