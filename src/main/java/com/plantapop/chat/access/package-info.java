/**
 * Who may do what (design sections 12 and 14). Tokens and the callers that they name: signatures
 * and algorithms are vertx-auth-jwt's; which keys it gets, with which algorithms, and what claims
 * mean is said here. The members of chats, which are the fold of a log, and what they may; the
 * tokens that were revoked. Whatever ends a right is noted in the control log, too, which every
 * node reads each second.
 */
package com.plantapop.chat.access;
