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
  private static final String OPEN_API = "openapi.yaml";

  private final Map<LogKind, PayloadSchema> schemas;
  private final ChatSchema chatSchema;
  private final Map<String, String> documents;

  private Contract(
      Map<LogKind, PayloadSchema> schemas, ChatSchema chatSchema, Map<String, String> documents) {
    this.schemas = schemas;
    this.chatSchema = chatSchema;
    this.documents = documents;
  }

  /**
   * Reads the schemas (JSON Schema draft-07) of each kind of log and of new chats, and the
   * documents that refer to them.
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
    documents.put(OPEN_API, source.read(OPEN_API));
    for (LogKind kind : LogKind.values()) {
      if (kind.isSubmitted()) {
        schemas.put(kind, PayloadSchema.load(kind, source));
        documents.put(kind.schema(), source.read(kind.schema()));
        requireReference(documents, ASYNC_API, kind.schema(), source);
        requireReference(documents, OPEN_API, kind.schema(), source);
      }
    }
    ChatSchema chatSchema = ChatSchema.load(source);
    documents.put(ChatSchema.FILE, source.read(ChatSchema.FILE));
    requireReference(documents, OPEN_API, ChatSchema.FILE, source);
    return new Contract(schemas, chatSchema, Map.copyOf(documents));
  }

  private static void requireReference(
      Map<String, String> documents, String document, String schema, SchemaSource source) {
    if (!documents.get(document).contains(schema)) {
      throw new ContractException(
          source.shown(document), "must refer to " + schema + ", which is enforced");
    }
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

  /** Checks the body of a request for a new chat; as {@link #check}. */
  public ChatDraft checkChat(String body) {
    return chatSchema.check(body);
  }

  /** Whether it is an e-mail address, as it may stand in a payload. */
  public static boolean isEmail(String text) {
    return StringFormat.EMAIL.accepts(text);
  }

  /** The documents of the bridge and of REST (YAML), and the schemas, by their file names. */
  public Map<String, String> documents() {
    return documents;
  }
}
