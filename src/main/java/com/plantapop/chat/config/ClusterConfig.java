package com.plantapop.chat.config;

/**
 * Section {@code cluster}.
 *
 * @param enabled whether this node joins others; needs a store that all of them share
 */
public record ClusterConfig(@Setting(byDefault = "false") boolean enabled) {}
