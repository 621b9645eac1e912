package com.plantapop.chat.contract;

import com.plantapop.chat.event.LogKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The contract of the service: what a message and a receipt must be, and the documents that say so.
 * They are the files that are enforced, so they cannot drift apart. Immutable; used from any
 * thread.
 */
public final class Contract {
  private static final String ASYNC_API = "asyncapi.yaml";

  private final Map<LogKind, PayloadSchema> schemas;
  private final Map<String, String> documents;

  private Contract(Map<LogKind, PayloadSchema> schemas, Map<String, String> documents) {
    this.schemas = schemas;
    this.documents = documents;
  }

  /**
   * Reads the schema of each kind of log (JSON Schema draft-07) and {@code asyncapi.yaml}.
   *
   * <p>An operator may tighten the schemas. Refused is what could not be enforced as it is written:
   * keywords beyond draft-07 (unless they begin with {@code x-}), formats other than uuid, email,
   * date-time and date, regular expressions that two engines would read differently, references out
   * of the file, and schemas that no longer say of ids, persons and timestamps what the service
   * relies on.
   *
   * @throws ContractException naming the file and the place
   */
  public static Contract load(SchemaSource source) {
    Map<LogKind, PayloadSchema> schemas = new EnumMap<>(LogKind.class);
    Map<String, String> documents = new HashMap<>();
    documents.put(ASYNC_API, source.read(ASYNC_API));
    for (LogKind kind : LogKind.values()) {
      schemas.put(kind, PayloadSchema.load(kind, source));
      documents.put(kind.schema(), source.read(kind.schema()));
      if (!documents.get(ASYNC_API).contains(kind.schema())) {
        throw new ContractException(
            source.shown(ASYNC_API), "must refer to " + kind.schema() + ", which is enforced");
      }
    }
    return new Contract(schemas, Map.copyOf(documents));
  }

  /**
   * Checks a payload. Throws a {@link com.plantapop.chat.event.Refusal}, and nothing else whatever
   * the body is:
   *
   * <ul>
   *   <li>MALFORMED (400): missing, not JSON, a member name that stands twice in an object, more
   *       than 100 levels of objects and arrays.
   *   <li>SCHEMA (422), with every place (up to 100): it breaks the schema, or holds a number that
   *       would come back different from a JSON reader.
   * </ul>
   *
   * <p>Its work grows with the length of the body, which is the caller's to bound.
   *
   * @param body the exact text, null when there is none
   */
  public Draft check(LogKind kind, String body) {
    return schemas.get(kind).check(body);
  }

  /** The AsyncAPI document (YAML) and the schemas that it refers to, by their file names. */
  public Map<String, String> documents() {
    return documents;
  }
}
