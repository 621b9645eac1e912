package com.plantapop.chat.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes {@code asyncapi.yaml} stand for itself: each reference to a schema's file gives way to the
 * schema, in JSON, which is YAML as well.
 */
final class AsyncApiDocument {
  private static final String FILE = "asyncapi.yaml";

  /** {@code $ref: ./message.schema.json}, alone on its line. */
  private static final Pattern FILE_REFERENCE =
      Pattern.compile("( *)\\$ref: *(['\"]?)(?:\\./)?([^#'\" ]+)\\2 *(?: #.*)?");

  /** A reference that does not stay within the document, wherever it stands. */
  private static final Pattern FOREIGN_REFERENCE =
      Pattern.compile("['\"]?\\$ref['\"]? *: *['\"]?(?!#|['\"]#)\\S");

  private static final Pattern KEY = Pattern.compile("( *)(['\"]?)([^'\"#]+)\\2 *: *(?:#.*)?");

  private final String shown;
  private final Map<String, SchemaFile> schemas;
  private final Set<String> used = new HashSet<>();
  private final List<String> lines;

  private AsyncApiDocument(String shown, Map<String, SchemaFile> schemas, List<String> lines) {
    this.shown = shown;
    this.schemas = schemas;
    this.lines = lines;
  }

  /**
   * Throws ContractException when the file is missing, does not refer to each of the schemas, or
   * refers to anything else outside it.
   *
   * @param schemas by the file names that the document refers to
   */
  static String read(SchemaSource source, Map<String, SchemaFile> schemas) {
    List<String> lines = source.read(FILE).lines().toList();
    return new AsyncApiDocument(source.shown(FILE), schemas, lines).standingForItself();
  }

  private String standingForItself() {
    StringBuilder document = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      document.append(line(i)).append('\n');
    }
    for (String schema : schemas.keySet()) {
      if (!used.contains(schema)) {
        throw new ContractException(shown, "must refer to " + schema + ", which is enforced");
      }
    }
    return document.toString();
  }

  private String line(int index) {
    String line = lines.get(index);
    Matcher reference = FILE_REFERENCE.matcher(line);
    if (reference.matches() && schemas.containsKey(reference.group(3))) {
      String name = reference.group(3);
      used.add(name);
      Object schema = moved(schemas.get(name).root(), pointerTo(index));
      return indented((JsonObject) schema, reference.group(1));
    }
    if (FOREIGN_REFERENCE.matcher(line).find() && !line.stripLeading().startsWith("#")) {
      String problem = "line %d: $ref must be a schema's file, alone on its line, or begin with #";
      throw new ContractException(shown, problem.formatted(index + 1));
    }
    return line;
  }

  private static String indented(JsonObject schema, String indent) {
    return schema.encodePrettily().lines().collect(Collectors.joining("\n" + indent, indent, ""));
  }

  /** A copy of a schema whose own references hold where it stands in the document. */
  private static Object moved(Object schema, String to) {
    if (schema instanceof List<?> list) {
      return new JsonArray(list.stream().map(item -> moved(item, to)).toList());
    }
    if (!(schema instanceof Map<?, ?> written)) {
      return schema;
    }
    JsonObject copy = new JsonObject();
    written.forEach((name, value) -> copy.put((String) name, moved(value, to)));
    return copy.getValue("$ref") instanceof String local
        ? copy.put("$ref", "#" + to + local.substring(1))
        : copy;
  }

  /**
   * The pointer of the block that a line stands in, from the keys above it that are less indented.
   */
  private String pointerTo(int index) {
    List<String> names = new ArrayList<>();
    int indent = indent(lines.get(index));
    for (int i = index - 1; i >= 0 && indent > 0; i--) {
      Matcher key = KEY.matcher(lines.get(i));
      if (key.matches() && key.group(1).length() < indent) {
        indent = key.group(1).length();
        names.add(0, Pointers.escape(key.group(3)));
      }
    }
    return names.stream().map("/"::concat).collect(Collectors.joining());
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }
}
