package com.plantapop.chat.cluster;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Looks at a Hazelcast file before Hazelcast does. The file is all there is: no entity, import or
 * schema is fetched from elsewhere (a file that somebody else may write would read ours, or reach
 * into our network), and no variable is left as it stands.
 */
final class StrictXml {
  private static final String HAZELCAST = "http://www.hazelcast.com/schema/config";
  private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

  private StrictXml() {}

  /** Throws IllegalArgumentException saying what is wrong, and where when that is known. */
  static void check(byte[] xml) {
    Element root = parse(xml).getDocumentElement();
    if (!HAZELCAST.equals(root.getNamespaceURI()) || !root.getLocalName().equals("hazelcast")) {
      throw new IllegalArgumentException(
          "must hold <hazelcast xmlns=\"" + HAZELCAST + "\">, holds <" + root.getNodeName() + ">");
    }
    if (root.getElementsByTagNameNS("*", "import").getLength() > 0) {
      throw new IllegalArgumentException("import is not supported: the file must be complete");
    }
    checkSchemas(root);
    checkVariables(root);
  }

  private static Document parse(byte[] xml) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(NO_DOCTYPE, true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new Thrower());
      return builder.parse(new ByteArrayInputStream(xml));
    } catch (SAXParseException e) {
      throw new IllegalArgumentException(
          "line " + e.getLineNumber() + ", column " + e.getColumnNumber() + ": " + e.getMessage(),
          e);
    } catch (SAXException | IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this Java cannot refuse a DOCTYPE", e);
    }
  }

  /** Pairs of a namespace and where to get its schema; Hazelcast would fetch all but its own. */
  private static void checkSchemas(Element root) {
    String pairs =
        root.getAttributeNS(XMLConstants.W3C_XML_SCHEMA_INSTANCE_NS_URI, "schemaLocation").strip();
    String[] words = pairs.split("\\s+", -1);
    for (int i = 0; i < words.length && !pairs.isEmpty(); i += 2) {
      if (!words[i].equals(HAZELCAST) || words.length % 2 != 0) {
        throw new IllegalArgumentException("schemaLocation may name Hazelcast's schema only");
      }
    }
  }

  private static void checkVariables(Node node) {
    checkVariables(node.getNodeType() == Node.TEXT_NODE ? node.getNodeValue() : "");
    NamedNodeMap attributes = node.getAttributes();
    for (int i = 0; attributes != null && i < attributes.getLength(); i++) {
      checkVariables(attributes.item(i).getNodeValue());
    }
    NodeList children = node.getChildNodes();
    for (int i = 0; i < children.getLength(); i++) {
      checkVariables(children.item(i));
    }
  }

  private static void checkVariables(String text) {
    Matcher variables = VARIABLE.matcher(text);
    while (variables.find()) {
      if (System.getProperty(variables.group(1)) == null) {
        throw new IllegalArgumentException(
            variables.group() + " needs the system property " + variables.group(1));
      }
    }
  }

  /** Without one, the parser writes to stderr as well. */
  private static final class Thrower implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
