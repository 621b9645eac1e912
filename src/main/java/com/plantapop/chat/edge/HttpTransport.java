package com.plantapop.chat.edge;

import com.plantapop.chat.event.Entry;
import com.plantapop.chat.hub.Format;
import java.util.List;
import java.util.Locale;

/**
 * How SockJS's fallback transports write frames into a response (SockJS protocol 0.3.3): those that
 * end with each frame and those that go on.
 */
enum HttpTransport {
  XHR("POST", "application/javascript; charset=UTF-8", true) {
    @Override
    String frame(String frame, String callback) {
      return frame + "\n";
    }
  },

  XHR_STREAMING("POST", "application/javascript; charset=UTF-8", false) {
    @Override
    String prelude(String callback) {
      return "h".repeat(BROWSER_BUFFER) + "\n";
    }

    @Override
    String frame(String frame, String callback) {
      return frame + "\n";
    }
  },

  EVENTSOURCE("GET", "text/event-stream; charset=UTF-8", false) {
    @Override
    String prelude(String callback) {
      return "\r\n";
    }

    @Override
    String frame(String frame, String callback) {
      return "data: " + frame + "\r\n\r\n";
    }
  },

  HTMLFILE("GET", "text/html; charset=UTF-8", false) {
    @Override
    String prelude(String callback) {
      String page = HTML.formatted(callback);
      return page + " ".repeat(Math.max(0, HTML_BUFFER - page.length())) + "\r\n\r\n";
    }

    @Override
    String frame(String frame, String callback) {
      return "<script>\np(" + scriptString(frame) + ");\n</script>\r\n";
    }
  },

  JSONP("GET", "application/javascript; charset=UTF-8", true) {
    @Override
    String frame(String frame, String callback) {
      // The comment keeps the answer from being read as something else, a Flash file for instance.
      return "/**/" + callback + "(" + scriptString(frame) + ");\r\n";
    }
  };

  /** Messages as JSON strings, to be joined into an {@code a[...]} frame. */
  static final Format<List<String>> MESSAGES =
      new Format<>() {
        @Override
        public List<String> encode(String address, List<Entry> entries) {
          return entries.stream().map(entry -> quoted(FrameWriter.event(address, entry))).toList();
        }

        @Override
        public void release(List<String> encoded) {}
      };

  /** Browsers show nothing of a response before so much has come. */
  private static final int BROWSER_BUFFER = 2048;

  private static final int HTML_BUFFER = 1024;

  private static final String HTML =
      """
      <!doctype html>
      <html><head>
        <meta http-equiv="X-UA-Compatible" content="IE=edge" />
        <meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
      </head><body><h2>Don't panic!</h2>
        <script>
          document.domain = document.domain;
          var c = parent.%s;
          c.start();
          function p(d) {c.message(d);};
          window.onload = function() {c.stop();};
        </script>
      """;

  private final String method;
  private final String contentType;
  private final boolean once;

  HttpTransport(String method, String contentType, boolean once) {
    this.method = method;
    this.contentType = contentType;
    this.once = once;
  }

  /** Its name in the metrics. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  String method() {
    return method;
  }

  String contentType() {
    return contentType;
  }

  /** Whether a response ends with its first frame. */
  boolean endsWithFrame() {
    return once;
  }

  /** Whether the client names a function of its page that frames are handed to. */
  boolean needsCallback() {
    return this == JSONP || this == HTMLFILE;
  }

  /** What a response begins with. */
  String prelude(String callback) {
    return "";
  }

  /** One SockJS frame. */
  abstract String frame(String frame, String callback);

  static String quoted(String message) {
    return JsonText.quote(new StringBuilder(message.length() + message.length() / 8), message)
        .toString();
  }

  /**
   * A string literal in a script. People write what stands in it: none of it may end the script,
   * nor the literal, which old browsers take these two separators of lines for.
   */
  private static String scriptString(String text) {
    return quoted(text)
        .replace("<", "\\u003c")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }
}
