package com.plantapop.chat.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.hazelcast.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterFileTest {
  private static final String OPEN = "<hazelcast xmlns=\"http://www.hazelcast.com/schema/config\">";
  private static final String TCP = "<network><join><tcp-ip enabled=\"true\"/></join></network>";

  @TempDir private Path directory;

  @Test
  void readsWhomToJoin() throws IOException {
    Config config =
        read(
            OPEN
                + "<cluster-name>mine</cluster-name><network><join><tcp-ip enabled=\"true\">"
                + "<member>10.0.0.2:5701</member></tcp-ip></join></network></hazelcast>");

    assertThat(config.getNetworkConfig().getJoin().getTcpIpConfig().getMembers())
        .containsExactly("10.0.0.2:5701");
  }

  @Test
  void aMissingFileIsAnError() {
    Path file = directory.resolve("none.xml");

    assertThat(Nodes.failure(Nodes.fromFile("mine", 5701, file.toString())))
        .isInstanceOf(ClusterStartException.class)
        .hasMessage("cluster.file: there is no file " + file);
    assertThat(Nodes.failure(Nodes.fromFile("mine", 5701, directory.toString())))
        .isInstanceOf(ClusterStartException.class)
        .hasMessageStartingWith("cluster.file: " + directory + " cannot be read: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|line 1, column 1: Premature end of file.",
        "<hazelcast|line 1, column 11: ",
        "{}|line 1, column 1: Content is not allowed in prolog.",
        "<hazelcast/>|Cannot find the declaration of element 'hazelcast'",
        "<html xmlns='http://www.hazelcast.com/schema/config'/>|Expected: <hazelcast>, Actual: <html>",
        "OPEN<netwrk/></hazelcast>|cvc-complex-type",
        "OPEN<network><port>many</port></network></hazelcast>|cvc-datatype-valid",
        "OPEN<network/></hazelcast>|must enable a way to join, such as tcp-ip",
        "OPEN<network><join><multicast enabled='true'/></join></network></hazelcast>"
            + "|multicast must not be enabled",
        "OPEN<cluster-name>yours</cluster-name>TCP</hazelcast>"
            + "|cluster-name is yours, but cluster.name is mine",
        "OPEN<network><port>5709</port></network></hazelcast>|port is 5709, but cluster.port is 57",
        "OPEN<network><interfaces enabled='true'><interface>10.0.0.*</interface></interfaces>"
            + "</network></hazelcast>|interfaces must not be enabled: cluster.host says where",
        "OPEN<advanced-network enabled='true'/></hazelcast>|advanced-network is not supported",
        "OPEN<cluster-name>${nowhere.set}</cluster-name>TCP</hazelcast>"
            + "|${nowhere.set} needs the system property nowhere.set",
        "OPEN<network><join><tcp-ip enabled='${nowhere.set}'/></join></network></hazelcast>"
            + "|${nowhere.set} needs the system property nowhere.set",
      })
  void aBrokenFileIsAnError(String xml, String problem) {
    assertThatExceptionOfType(ClusterStartException.class)
        .isThrownBy(() -> read(xml.replace("OPEN", OPEN).replace("TCP", TCP)))
        .withMessageStartingWith("cluster.file: " + directory.resolve("c.xml") + ": ")
        .withMessageContaining(problem);
  }

  /** A file must not read others, nor reach into the network. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<!DOCTYPE h [<!ENTITY e SYSTEM 'file:SECRET'>]>OPEN<cluster-name>&e;</cluster-name>"
            + "</hazelcast>|DOCTYPE is disallowed",
        "<!DOCTYPE h SYSTEM 'file:SECRET'>OPENTCP</hazelcast>|DOCTYPE is disallowed",
        "OPEN<import resource='file:SECRET'/>TCP</hazelcast>|import is not supported",
        "OPEN<x:import xmlns:x='http://www.hazelcast.com/schema/config' resource='file:SECRET'/>"
            + "TCP</hazelcast>|import is not supported",
        "<hazelcast xmlns='http://www.hazelcast.com/schema/config'"
            + " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
            + " xsi:schemaLocation='urn:x file:SECRET'>TCP</hazelcast>"
            + "|schemaLocation may name Hazelcast's schema only",
      })
  void nothingIsFetchedFromOutside(String xml, String problem) throws IOException {
    Path secret = Files.writeString(directory.resolve("secret.xml"), "s3cret");

    assertThatExceptionOfType(ClusterStartException.class)
        .isThrownBy(
            () ->
                read(
                    xml.replace("OPEN", OPEN)
                        .replace("TCP", TCP)
                        .replace("SECRET", secret.toString())))
        .withMessageContaining(problem)
        .matches(wrong -> !wrong.getMessage().contains("s3cret"));
  }

  private Config read(String xml) throws IOException {
    Path file = Files.writeString(directory.resolve("c.xml"), xml);
    return ClusterFile.read(Nodes.fromFile("mine", 5701, file.toString()));
  }
}
