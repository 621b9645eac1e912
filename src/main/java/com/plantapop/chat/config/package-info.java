/**
 * The settings as records that validate themselves. Imports nothing of ours.
 *
 * <p>{@link com.plantapop.chat.config.ChatConfig} is the root; each of its components is a section
 * of {@code conf/chat.json}, and each component of a section is one setting. A setting is declared
 * once, by name, type and {@link com.plantapop.chat.config.Setting} (default and bounds): the JSON
 * key, the environment variable, the check and its message all follow from that. {@link
 * com.plantapop.chat.config.ConfigLoader} reads them and reports all problems at once.
 */
package com.plantapop.chat.config;
