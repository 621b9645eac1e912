/**
 * The management port (design section 13), for operators and their tools: metrics, health, and the
 * levels of the log. It has a port of its own, which clients do not reach.
 */
package com.plantapop.chat.management;
