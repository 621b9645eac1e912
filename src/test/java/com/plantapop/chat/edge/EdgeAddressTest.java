package com.plantapop.chat.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.plantapop.chat.event.Refusal;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How clients may write an address, {@code ID} standing for the digits. */
class EdgeAddressTest {
  private static final String ID = "0123456789abcdefABCDEF00";

  private static EdgeAddress parse(String text) {
    return EdgeAddress.parse(text.replace("ID", ID));
  }

  @ParameterizedTest
  @CsvSource({
    "chat.ID, chat.ID, false",
    "CHAT/ID, chat.ID, false",
    "chat.ID.receipts, chat.ID.receipts, false",
    "Chat/ID/RECEIPTS, chat.ID.receipts, false",
    "chat.ID.history, chat.ID, true",
    "chat/ID/receipts/History, chat.ID.receipts, true"
  })
  void twoSeparatorsAndAnyCase(String text, String log, boolean history) {
    EdgeAddress address = parse(text);
    assertThat(address.log().onBus()).isEqualTo(log.replace("ID", ID.toLowerCase(Locale.ROOT)));
    assertThat(address.history()).isEqualTo(history);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "chat",
        "chat.",
        "chat.0123456789abcdef0123456",
        "chat.0123456789abcdef0123456g",
        "chat.0123456789abcdef012345\u0666\u0667",
        "chat:ID",
        "chat.ID.",
        "chat.ID0",
        "chat.ID\n",
        " chat.ID",
        "chat.IDreceipts",
        "chat.ID/receipts",
        "chat/ID.receipts",
        "chat/ID.history",
        "chat.ID.receipts/history",
        "chat.ID.history.history",
        "chat.ID.history.receipts",
        "chat.ID.rece\u0131pts",
        "chat.ID.rece\u0130pts",
        "chat.ID.receipt\u017f",
        "\u0441hat.ID"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(Refusal.class);
  }
}
