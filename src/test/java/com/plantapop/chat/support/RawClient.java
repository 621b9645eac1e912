package com.plantapop.chat.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLSocket;

/**
 * A TCP connection over which a test writes HTTP and WebSocket frames byte by byte as no client
 * would. Reads with a limit.
 */
public final class RawClient implements AutoCloseable {
  /** Header lines that ask for a WebSocket. */
  public static final String UPGRADE =
      String.join(
          "\r\n",
          "Connection: Upgrade",
          "Upgrade: websocket",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "");

  public static final int TEXT = 0x1;
  public static final int BINARY = 0x2;
  public static final int CLOSE = 0x8;
  public static final int PING = 0x9;
  public static final int PONG = 0xA;

  private static final int PATIENCE_MS = 30_000;
  private static final int FINAL = 0x80;

  private Socket socket;
  private DataInputStream in;

  public RawClient(int port) throws IOException {
    this(port, 0);
  }

  /**
   * @param receiveBuffer of the kernel, in bytes, so that what is not read piles up at the server
   *     soon; 0 as it is
   */
  public RawClient(int port, int receiveBuffer) throws IOException {
    this(port, receiveBuffer, anyAddress());
  }

  private RawClient(int port, int receiveBuffer, byte[] from) throws IOException {
    socket = new Socket();
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /** Goes on by TLS, with {@code protocol} only; whoever answers is believed. */
  public X509Certificate startTls(String protocol) throws IOException {
    SSLSocket secure = (SSLSocket) PemFiles.trusting().createSocket(socket, "", 0, true);
    secure.setEnabledProtocols(new String[] {protocol});
    secure.startHandshake();
    socket = secure;
    in = new DataInputStream(new BufferedInputStream(secure.getInputStream()));
    return (X509Certificate) secure.getSession().getPeerCertificates()[0];
  }

  /** From many: a port that was used rests for a minute, and there are 28,000 of each. */
  private static byte[] anyAddress() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new byte[] {127, (byte) random.nextInt(1, 255), (byte) random.nextInt(1, 255), 1};
  }

  /** From one address of this machine, 127.0.0.{@code last}. */
  public static RawClient from(int last, int port) throws IOException {
    return new RawClient(port, 0, new byte[] {127, 0, 0, (byte) last});
  }

  /**
   * A frame as it came.
   *
   * @param code of a close frame, 1005 when it has none
   */
  public record Frame(int opcode, String text, int code) {
    private static Frame of(int opcode, byte[] payload) {
      boolean has = payload.length >= 2;
      int code =
          has ? (Byte.toUnsignedInt(payload[0]) << 8) | Byte.toUnsignedInt(payload[1]) : 1005;
      return new Frame(opcode, new String(payload, StandardCharsets.UTF_8), code);
    }
  }

  public RawClient write(String text) throws IOException {
    return write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawClient write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /** A request without a body; {@code headers} end with a line break each. */
  public RawClient request(String method, String target, String headers) throws IOException {
    return write(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
  }

  /** A request with a body, whose length {@code headers} say. */
  public RawClient request(String method, String target, String headers, String body)
      throws IOException {
    return request(method, target, headers).write(body);
  }

  /** Asks for a WebSocket and returns the status that is answered. */
  public int handshake(String target, String headers) throws IOException {
    request("GET", target, UPGRADE + headers);
    return status(head());
  }

  /** Status line and headers of the next answer, in lower case; empty when there is none. */
  public String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString().toLowerCase(Locale.ROOT);
  }

  public static int status(String head) {
    return head.isEmpty() ? -1 : Integer.parseInt(head.substring(9, 12));
  }

  /** The next answer, head and body; its length must be said. */
  public String answer() throws IOException {
    String head = head();
    int at = head.indexOf("content-length: ");
    int length =
        at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)).trim());
    return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  /** What comes until {@code end} has come, which is read too. */
  public String readTo(String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.lastIndexOf(end) < 0) {
      text.append((char) in.readUnsignedByte());
    }
    return text.toString();
  }

  public RawClient frame(int opcode, String payload) throws IOException {
    return frame(FINAL | opcode, payload.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A masked frame.
   *
   * @param first its first byte: flags and opcode
   */
  public RawClient frame(int first, byte[] payload) throws IOException {
    return write(masked(first, payload));
  }

  public static byte[] masked(int first, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 14);
    out.write(first);
    if (payload.length < 126) {
      out.write(FINAL | payload.length);
    } else if (payload.length <= 0xFFFF) {
      out.write(FINAL | 126);
      out.write(payload.length >> 8);
      out.write(payload.length);
    } else {
      out.write(FINAL | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        out.write((int) ((long) payload.length >> shift));
      }
    }
    byte[] mask = new byte[4];
    ThreadLocalRandom.current().nextBytes(mask);
    out.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      out.write(payload[i] ^ mask[i % 4]);
    }
    return out.toByteArray();
  }

  /** The next frame of any kind. */
  public Frame next() throws IOException {
    int opcode = in.readUnsignedByte() & 0xF;
    long length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    return Frame.of(opcode, in.readNBytes((int) length));
  }

  /** The next frame of that kind; others are skipped. */
  public Frame next(int opcode) throws IOException {
    Frame frame = next();
    while (frame.opcode() != opcode) {
      frame = next();
    }
    return frame;
  }

  /** Whether the server has ended the connection; what comes before the end is skipped. */
  public boolean isEnded() throws IOException {
    try {
      while (in.read() >= 0) {
        // More of an answer that nobody wants.
      }
    } catch (SocketTimeoutException alive) {
      return false;
    } catch (IOException reset) {
      return true;
    }
    return true;
  }

  /** Ends the connection with a reset, without a word. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  public void expect(int opcode, String part) throws IOException {
    assertThat(next(opcode).text()).contains(part);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
