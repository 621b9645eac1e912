package com.plantapop.chat.config;

import java.util.regex.Pattern;

/**
 * The variables that Kubernetes sets in every pod for each Service of its namespace: one named
 * {@code chat} or {@code chat-web} sets some that begin as ours do. They are told from misspelt
 * settings by their whole form.
 */
final class ServiceLinks {
  private static final String SERVICE = "CHAT(_[A-Z0-9_]+)?";

  private static final Pattern NAME =
      Pattern.compile(
          SERVICE
              + "_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?"
              + "|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

  /**
   * May be a setting's name too, as for a Service named {@code chat-http}: then the value tells.
   */
  private static final Pattern PORT = Pattern.compile(SERVICE + "_PORT");

  private static final Pattern URL = Pattern.compile("(tcp|udp|sctp)://\\S+:[0-9]+");

  private ServiceLinks() {}

  static boolean isOne(String variable, String value) {
    return NAME.matcher(variable).matches()
        || (PORT.matcher(variable).matches() && URL.matcher(value).matches());
  }
}
