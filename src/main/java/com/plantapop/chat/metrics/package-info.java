/**
 * What an operator can see of a node (design section 13), and the only room that knows Micrometer.
 * {@link com.plantapop.chat.metrics.NodeMetrics} has one small holder for each room that has
 * something to count; what a room knows anyway is read by the root when somebody asks.
 *
 * <p>Names begin with {@code chat_}. A label is a word out of a list of ours, never a chat, a
 * person or an address, so that the number of series does not grow with either; a counter costs an
 * addition, a histogram some 100 ns, and none is touched per delivery.
 */
package com.plantapop.chat.metrics;
