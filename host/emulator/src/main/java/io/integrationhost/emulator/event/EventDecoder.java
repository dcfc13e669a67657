package io.integrationhost.emulator.event;

import io.integrationhost.emulator.event.StreamParser.StreamObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Decodes the bytes of an event. Never instantiates a class of the stream, never throws anything
 * but {@link EventFormatException}, and uses memory in proportion to the input. Thread-safe.
 */
public final class EventDecoder {
  private final EventClasses classes;

  public EventDecoder(EventClasses classes) {
    this.classes = classes;
  }

  /** Decodes one event. */
  public DecodedEvent decode(byte[] stream) throws EventFormatException {
    StreamObject event = new StreamParser(stream, classes).parse();
    String name = event.className();
    if (!classes.descends(name, EventClasses.EVENT)) {
      throw new EventFormatException(name + " is no event");
    }
    Long createdTime = event.get(EventClasses.BASE_DATA, "createdTime", Long.class);
    String serviceId = event.get(EventClasses.EVENT, "serviceId", String.class);
    return new DecodedEvent(
        EventClasses.simpleName(name),
        uuid(event.get(EventClasses.ID_BASED, "id", StreamObject.class)),
        createdTime == null ? 0 : createdTime,
        uuid(event.get(EventClasses.EVENT, "tenantId", StreamObject.class)),
        uuid(event.get(EventClasses.EVENT, "entityId", StreamObject.class)),
        serviceId == null ? "" : serviceId,
        ownFields(event));
  }

  private Map<String, Object> ownFields(StreamObject event) throws EventFormatException {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String field : classes.fields(event.className())) {
      Object value = event.get(event.className(), field);
      if (value instanceof StreamObject) {
        throw new EventFormatException("field " + field + " holds an object");
      }
      if (value != null) {
        fields.put(field, value);
      }
    }
    return fields;
  }

  /** The UUID that an object is (java.util.UUID) or holds (an id class). */
  private static Optional<UUID> uuid(StreamObject object) throws EventFormatException {
    if (object == null) {
      return Optional.empty();
    }
    if (!object.className().equals(EventClasses.UUID_CLASS)) {
      StreamObject inner = object.get(EventClasses.UUID_BASED, "id", StreamObject.class);
      if (inner != null && !inner.className().equals(EventClasses.UUID_CLASS)) {
        throw new EventFormatException("an id holds no UUID");
      }
      return uuid(inner);
    }
    Long most = object.get(EventClasses.UUID_CLASS, "mostSigBits", Long.class);
    Long least = object.get(EventClasses.UUID_CLASS, "leastSigBits", Long.class);
    return Optional.of(new UUID(most == null ? 0 : most, least == null ? 0 : least));
  }
}
