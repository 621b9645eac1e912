package com.plantapop.chat.contract;

import com.plantapop.chat.event.LogKind;
import java.util.Map;

/**
 * The contract of the service: what a message and a receipt must be, and the document that says so.
 * Both come from the same schemas, so they cannot drift apart. Immutable; used from any thread.
 */
public final class Contract {
  private static final String MESSAGE = "message.schema.json";
  private static final String RECEIPT = "receipt.schema.json";

  private final PayloadSchema messages;
  private final PayloadSchema receipts;
  private final String asyncApi;

  private Contract(PayloadSchema messages, PayloadSchema receipts, String asyncApi) {
    this.messages = messages;
    this.receipts = receipts;
    this.asyncApi = asyncApi;
  }

  /**
   * Reads {@code message.schema.json}, {@code receipt.schema.json} (JSON Schema draft-07) and
   * {@code asyncapi.yaml}.
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
    PayloadSchema messages = PayloadSchema.load(LogKind.MESSAGES, source, MESSAGE);
    PayloadSchema receipts = PayloadSchema.load(LogKind.RECEIPTS, source, RECEIPT);
    Map<String, SchemaFile> schemas = Map.of(MESSAGE, messages.file(), RECEIPT, receipts.file());
    return new Contract(messages, receipts, AsyncApiDocument.read(source, schemas));
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
    return (kind == LogKind.MESSAGES ? messages : receipts).check(body);
  }

  /**
   * The AsyncAPI document (YAML) with the schemas in place of the references to their files, so
   * that it stands for itself.
   */
  public String asyncApi() {
    return asyncApi;
  }
}
