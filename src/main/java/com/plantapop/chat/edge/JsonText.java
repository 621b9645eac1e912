package com.plantapop.chat.edge;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** JSON text on the wire: read as UTF-8, and written by hand for the few small frames of ours. */
public final class JsonText {
  private static final char REPLACEMENT = '\uFFFD';
  private static final String HEX = "0123456789abcdef";

  private JsonText() {}

  /**
   * Appends a JSON string. Lone surrogates are escaped, since UTF-8 cannot carry them, and what old
   * browsers mangle on the way (SockJS protocol).
   */
  public static StringBuilder quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || isMangled(c) || isLone(text, i)) {
        escape(out, c);
      } else {
        out.append(c);
      }
    }
    return out.append('"');
  }

  private static boolean isMangled(char c) {
    return c >= '\u200c'
        && (c <= '\u200f'
            || (c >= '\u2028' && c <= '\u202f')
            || (c >= '\u2060' && c <= '\u206f')
            || c >= '\ufff0');
  }

  /**
   * Replaces lone surrogates in JSON text by their escapes, which say the same inside a string: as
   * characters they would be lost when the text becomes UTF-8.
   */
  static String escapeLoneSurrogates(String json) {
    int i = 0;
    while (i < json.length() && !isLone(json, i)) {
      i++;
    }
    return i == json.length() ? json : escapeLoneSurrogatesFrom(json, i);
  }

  private static String escapeLoneSurrogatesFrom(String json, int first) {
    StringBuilder out = new StringBuilder(json.length() + 16).append(json, 0, first);
    for (int i = first; i < json.length(); i++) {
      if (isLone(json, i)) {
        escape(out, json.charAt(i));
      } else {
        out.append(json.charAt(i));
      }
    }
    return out.toString();
  }

  private static boolean isLone(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  private static void escape(StringBuilder out, char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX.charAt((c >> shift) & 0xF));
    }
  }

  /** Empty when the bytes are not UTF-8: replacing what is broken would alter what was said. */
  public static Optional<String> decodeUtf8(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? Optional.of(text) : decodeStrictly(bytes);
  }

  private static Optional<String> decodeStrictly(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException broken) {
      return Optional.empty();
    }
  }
}
