package com.plantapop.chat.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.plantapop.chat.event.Event;
import com.plantapop.chat.event.EventKey;
import com.plantapop.chat.event.Metadata;
import com.plantapop.chat.event.Payload;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bytes that lie on disks: what is here must be read for ever. */
class LayoutTest {
  private static final Instant ACCEPTED = Instant.ofEpochMilli(0x0102030405L);
  private static final Event PLAIN = new Event(7, new EventKey("ab"), ACCEPTED, Payload.of("{}"));

  @Test
  void readsAndWritesAnEventWithoutMetadataAsFormat1() {
    byte[] format1 = HexFormat.of().parseHex("0000000102030405" + "00000003" + "006162" + "7b7d");

    assertThat(Layout.event(7, format1)).isEqualTo(PLAIN);
    assertThat(Layout.eventValue(PLAIN)).isEqualTo(format1);
  }

  @Test
  void readsAndWritesMetadataAsFormat2() {
    byte[] format2 =
        HexFormat.of()
            .parseHex(
                "0000000102030405"
                    + "80000003"
                    + "006162"
                    + "0001"
                    + "026279"
                    + "0002c3a9"
                    + "7b7d");
    Metadata metadata = Metadata.of(Map.of(Metadata.BY, "\u00e9"));
    Event event = new Event(7, PLAIN.key(), ACCEPTED, PLAIN.payload(), metadata);

    assertThat(Layout.event(7, format2)).isEqualTo(event);
    assertThat(Layout.eventValue(event)).isEqualTo(format2);
  }
}
