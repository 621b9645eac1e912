/** Bounds that one caller or address has over all that it does on a node (G7). */
package com.plantapop.chat.limits;
