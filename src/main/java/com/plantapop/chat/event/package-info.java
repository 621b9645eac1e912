/**
 * The values that travel through the house: addresses, events, acknowledgements and the error table
 * ({@link com.plantapop.chat.event.Refusal}). Imports nothing of ours and no library.
 */
package com.plantapop.chat.event;
