/**
 * Who may come in: tokens and the callers that they name (design sections 12 and 14). Signatures
 * and algorithms are vertx-auth-jwt's; which keys it gets, with which algorithms, and what claims
 * mean is said here.
 */
package com.plantapop.chat.access;
