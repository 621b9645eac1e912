package com.plantapop.chat.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.plantapop.chat.config.HttpConfig.TlsConfig;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What section http demands beyond bounds. */
class HttpConfigTest {
  private static final TlsConfig NO_TLS = new TlsConfig("", "");

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.255.0.9", "::1", "0:0:0:0:0:0:0:1", "localhost"})
  void seesThatOnlyThisMachineCanConnect(String host) {
    assertThat(http(host, "*").isLoopback()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0", "::", "127.0.0.1.evil.example", "127.0.0.256", "127.1", "localhost."})
  void takesAnyOtherHostForRemote(String host) {
    assertThat(http(host, "*").isLoopback()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost", "local host", "[::1]", "a/b"})
  void refusesWhatIsNoHost(String host) {
    assertThat(problems(() -> http(host, "*")))
        .containsExactly("host: must be an address or a host name, is \"" + host + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "https://chat.example.com", "http://localhost:8080", "app://x"})
  void takesOriginsAsBrowsersWriteThem(String origin) {
    assertThat(http("::1", origin).origins()).containsExactly(origin);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat.example.com", "https://a/", "https://A.example", "null", ""})
  void refusesOriginsThatNoBrowserWouldSend(String origin) {
    assertThat(problems(() -> http("::1", origin)))
        .singleElement()
        .asString()
        .startsWith("origins: must hold * or origins such as https://chat.example.com")
        .endsWith("has \"" + origin + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "chat.example.com", "10.0.0.2", "[fd00::2]", "a_b-c"})
  void takesHostsAsBrowsersAskForThem(String served) {
    assertThat(http("::1", "*", served, "::1").servedHosts()).containsExactly(served);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat.example.com:80", "::1", "A.example", "*.example", "http://a", ""})
  void refusesHostsThatNobodyAsksFor(String served) {
    assertThat(problems(() -> http("::1", "*", served, "::1")))
        .singleElement()
        .asString()
        .startsWith("hosts: must hold * or names and addresses such as chat.example.com")
        .endsWith("has \"" + served + "\"");
  }

  @Test
  void loopbackIsAskedForByItsOwnNames() {
    HttpConfig config =
        new HttpConfig(
            "127.0.0.9", 0, 1, 1, 1000, List.of(), List.of(), List.of(), true, true, NO_TLS);
    assertThat(config.servedHosts())
        .containsExactly("localhost", "127.0.0.1", "[::1]", "127.0.0.9");
    assertThat(http("::1", "*").hostInUrl()).isEqualTo("[::1]");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, 11.0.0.1",
    "10.1.2.3/8, 10.0.0.0, 9.255.255.255",
    "10.0.0.2, 10.0.0.2, 10.0.0.3",
    "192.168.128.0/17, 192.168.255.255, 192.168.127.255",
    "0.0.0.0/0, 255.1.2.3, ::1",
    "fd00::/8, fdff::1, fe00::1",
    "fe80::/10, fe80::1%eth0, fec0::1",
    "::ffff:10.0.0.2, 10.0.0.2, ::10.0.0.2",
  })
  void rangesHoldTheAddressesThatBeginAlike(String range, String inside, String outside) {
    AddressRange parsed = http("::1", "*", "*", range).trustedRanges().get(0);
    assertThat(parsed.contains(inside)).isTrue();
    assertThat(parsed.contains(outside)).isFalse();
    assertThat(parsed.contains("localhost")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "*",
        "10.0.0.256",
        "10.1",
        "10",
        "dead.beef",
        "1:2",
        ":",
        "::1/129",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "[::1]",
        ""
      })
  void refusesProxiesThatAreNoAddress(String proxy) {
    assertThat(problems(() -> http("::1", "*", "*", proxy)))
        .containsExactly(
            "trustedProxies: must hold addresses or ranges such as 10.0.0.2 or 10.0.0.0/8, has \""
                + proxy
                + "\"");
  }

  @ParameterizedTest
  @CsvSource({"cert.pem, ''", "'', key.pem"})
  void servesHttpsWithBothFilesOrNotAtAll(String certificate, String key) {
    assertThat(problems(() -> new TlsConfig(certificate, key)))
        .containsExactly("certificate: must be set together with http.tls.key, or neither");
    assertThat(problems(() -> new TlsConfig("a\0b", "c\0d"))).hasSize(2);
    assertThat(new TlsConfig("cert.pem", "key.pem").isOn()).isTrue();
    assertThat(NO_TLS.isOn()).isFalse();
  }

  private static HttpConfig http(String host, String origin) {
    return http(host, origin, "localhost", "::1");
  }

  private static HttpConfig http(String host, String origin, String served, String proxy) {
    return new HttpConfig(
        host, 0, 1, 1, 1000, List.of(origin), List.of(served), List.of(proxy), true, true, NO_TLS);
  }

  private static List<String> problems(ThrowingCallable code) {
    return catchThrowableOfType(ConfigException.class, code).problems();
  }
}
