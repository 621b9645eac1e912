package com.plantapop.chat.bus;

import com.plantapop.chat.event.Payload;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A payload as the bus wants it, a JsonObject, that is decoded only when somebody looks into it. To
 * another member of the cluster its text goes as it is; a service sees an ordinary JsonObject.
 */
final class PayloadBody extends JsonObject {
  private final Payload payload;
  private final LazyMembers members;

  PayloadBody(Payload payload) {
    this(payload, new LazyMembers(payload));
  }

  private PayloadBody(Payload payload, LazyMembers members) {
    super(members);
    this.payload = payload;
    this.members = members;
  }

  @Override
  public Buffer toBuffer() {
    return members.isUntouched() ? Buffer.buffer(payload.utf8()) : super.toBuffer();
  }

  @Override
  public String encode() {
    return members.isUntouched() ? payload.text() : super.encode();
  }

  /** What the bus calls for each local consumer: nobody can see what another one changes. */
  @Override
  public JsonObject copy() {
    return members.isUntouched() ? new PayloadBody(payload) : super.copy();
  }

  /** Decodes at the first look. */
  private static final class LazyMembers extends AbstractMap<String, Object> {
    private final Payload payload;
    private Map<String, Object> decoded;

    LazyMembers(Payload payload) {
      this.payload = payload;
    }

    boolean isUntouched() {
      return decoded == null;
    }

    private Map<String, Object> decoded() {
      if (decoded == null) {
        decoded = new LinkedHashMap<>(new JsonObject(payload.text()).getMap());
      }
      return decoded;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      return decoded().entrySet();
    }

    @Override
    public Object get(Object key) {
      return decoded().get(key);
    }

    @Override
    public Object put(String key, Object value) {
      return decoded().put(key, value);
    }
  }
}
