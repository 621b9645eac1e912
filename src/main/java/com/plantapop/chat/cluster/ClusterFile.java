package com.plantapop.chat.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.InvalidConfigurationException;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.XmlConfigBuilder;
import com.plantapop.chat.config.ClusterConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;
import org.w3c.dom.Document;
import org.xml.sax.SAXParseException;

/**
 * Reads {@code cluster.file}, strictly. Vert.x's own loader takes its default when a file is
 * missing, and that one joins by multicast whoever is near.
 */
final class ClusterFile {
  private static final String KEY = "cluster.file";
  private static final String DEFAULT_NAME = Config.DEFAULT_CLUSTER_NAME;

  private ClusterFile() {}

  /** Throws {@link ClusterStartException} when the file is missing, broken or against settings. */
  static Config read(ClusterConfig config) {
    String file = config.file();
    byte[] xml = bytes(file);
    try {
      Config hazelcast = new CompleteFile(xml).setProperties(new Known()).build();
      agree(hazelcast, config);
      return hazelcast;
    } catch (ClusterStartException wrong) {
      throw wrong;
    } catch (RuntimeException e) {
      throw new ClusterStartException(KEY, file + ": " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (NoSuchFileException e) {
      throw new ClusterStartException(KEY, "there is no file " + file, e);
    } catch (IOException e) {
      throw new ClusterStartException(KEY, file + " cannot be read: " + e, e);
    }
  }

  /** What would not count is refused, so that nobody believes in a line that does nothing. */
  private static void agree(Config hazelcast, ClusterConfig config) {
    NetworkConfig network = hazelcast.getNetworkConfig();
    String name = hazelcast.getClusterName();
    int port = network.getPort();
    refuse(
        !name.equals(DEFAULT_NAME) && !name.equals(config.name()),
        config,
        "cluster-name is " + name + ", but cluster.name is " + config.name());
    refuse(
        port != NetworkConfig.DEFAULT_PORT && port != config.port(),
        config,
        "port is " + port + ", but cluster.port is " + config.port());
    refuse(
        network.getInterfaces().isEnabled(),
        config,
        "interfaces must not be enabled: cluster.host says where to listen");
    refuse(
        hazelcast.getAdvancedNetworkConfig().isEnabled(),
        config,
        "advanced-network is not supported: use network");
    refuse(
        network.getJoin().getMulticastConfig().isEnabled(),
        config,
        "multicast must not be enabled: it would join whoever is near");
    refuse(!joins(network.getJoin()), config, "must enable a way to join, such as tcp-ip");
  }

  private static boolean joins(JoinConfig join) {
    return join.getTcpIpConfig().isEnabled()
        || join.getKubernetesConfig().isEnabled()
        || join.getAwsConfig().isEnabled()
        || join.getAzureConfig().isEnabled()
        || join.getGcpConfig().isEnabled()
        || join.getEurekaConfig().isEnabled();
  }

  private static void refuse(boolean isWrong, ClusterConfig config, String problem) {
    if (isWrong) {
      throw new ClusterStartException(KEY, config.file() + ": " + problem);
    }
  }

  /**
   * Hazelcast refuses what is no XML, has a DOCTYPE or does not match its schema; here is what it
   * would take. The file is all there is: a file that somebody else may write would read ours, or
   * reach into our network.
   */
  private static final class CompleteFile extends XmlConfigBuilder {
    CompleteFile(byte[] xml) {
      super(new ByteArrayInputStream(xml));
    }

    @Override
    protected Document parse(InputStream xml) throws Exception {
      Document file = parsed(xml);
      if (file.getElementsByTagNameNS("*", "import").getLength() > 0) {
        throw new InvalidConfigurationException(
            "import is not supported: the file must be complete");
      }
      return file;
    }

    private Document parsed(InputStream xml) throws Exception {
      try {
        return super.parse(xml);
      } catch (InvalidConfigurationException e) {
        if (e.getCause() instanceof SAXParseException at) {
          String place = "line %d, column %d: ".formatted(at.getLineNumber(), at.getColumnNumber());
          throw new InvalidConfigurationException(place + at.getMessage(), e);
        }
        throw e;
      }
    }

    /** Called for every schema that the file names beside Hazelcast's. */
    @Override
    protected InputStream loadSchemaFile(String location) {
      throw new InvalidConfigurationException("schemaLocation may name Hazelcast's schema only");
    }
  }

  /** The system's properties, for variables; one without a value would be left as it stands. */
  private static final class Known extends Properties {
    private static final long serialVersionUID = 1L;

    @Override
    public String getProperty(String name) {
      String value = System.getProperty(name);
      if (value == null) {
        throw new InvalidConfigurationException(
            "${" + name + "} needs the system property " + name);
      }
      return value;
    }
  }
}
