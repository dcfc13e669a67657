package io.integrationhost.emulator.event;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The classes that an event stream may name, with their serialVersionUIDs (facts 4.2). Five of the
 * UIDs are computed by the JDK from the server's classes and may differ between its builds, so each
 * can be replaced.
 */
public final class EventClasses {
  static final String UUID_CLASS = "java.util.UUID";

  private static final String PREFIX = "org.thingsboard.server.common.data.";
  static final String ID_BASED = PREFIX + "id.IdBased";
  static final String BASE_DATA = PREFIX + "BaseData";
  static final String EVENT = PREFIX + "event.Event";
  static final String UUID_BASED = PREFIX + "id.UUIDBased";

  private final Map<String, KnownClass> byName;

  private EventClasses(Map<String, KnownClass> byName) {
    this.byName = byName;
  }

  /** The table of facts 4.2. */
  public static EventClasses standard() {
    Map<String, KnownClass> table = new LinkedHashMap<>();
    put(table, ID_BASED, 2084362239490464901L, "", "id");
    put(table, BASE_DATA, 5422817607129962637L, ID_BASED, "createdTime");
    put(table, EVENT, -2574557175429727517L, BASE_DATA, "entityId", "serviceId", "tenantId");
    event(table, "LifecycleEvent", -3247420461850911549L, "success", "error", "lcEventType");
    event(table, "StatisticsEvent", 6683733979448910631L, "errorsOccurred", "messagesProcessed");
    event(
        table,
        "IntegrationDebugEvent",
        7567368757325859662L,
        "error",
        "eventType",
        "message",
        "messageType",
        "status");
    event(
        table,
        "ConverterDebugEvent",
        4140282736411790979L,
        "error",
        "eventType",
        "inMsg",
        "inMsgType",
        "metadata",
        "outMsg",
        "outMsgType");
    event(table, "RawDataEvent", 3697667306693427131L, "message", "messageType", "uuid");
    put(table, UUID_BASED, 1, "", "id");
    put(table, PREFIX + "id.TenantId", 1, UUID_BASED);
    put(table, PREFIX + "id.EventId", 1, UUID_BASED);
    put(table, UUID_CLASS, -4856846361193249489L, "", "leastSigBits", "mostSigBits");
    return new EventClasses(table);
  }

  /**
   * The same table with another UID for one class.
   *
   * @param simpleName for example {@code Event} or {@code IdBased}
   * @throws IllegalArgumentException when the table has no such class
   */
  public EventClasses withUid(String simpleName, long uid) {
    Map<String, KnownClass> table = new LinkedHashMap<>(byName);
    String name =
        table.keySet().stream()
            .filter(known -> simpleName(known).equals(simpleName))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "There is no event class "
                            + simpleName
                            + "; known are "
                            + table.keySet().stream().map(EventClasses::simpleName).toList()));
    table.computeIfPresent(name, (key, known) -> known.withUid(uid));
    return new EventClasses(table);
  }

  static String simpleName(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  KnownClass require(String name, long uid) throws EventFormatException {
    KnownClass known = byName.get(name);
    if (known == null) {
      throw new EventFormatException("unknown class " + StreamCursor.shortened(name));
    }
    if (known.uid() != uid) {
      throw new EventFormatException(
          "incompatible version of "
              + name
              + ": serialVersionUID "
              + uid
              + " is not the server's "
              + known.uid());
    }
    return known;
  }

  boolean descends(String name, String ancestor) {
    for (KnownClass known = byName.get(name); known != null; known = byName.get(known.parent())) {
      if (known.parent().equals(ancestor)) {
        return true;
      }
    }
    return false;
  }

  List<String> fields(String name) {
    return byName.get(name).fields();
  }

  private static void event(Map<String, KnownClass> table, String name, long uid, String... own) {
    put(table, PREFIX + "event." + name, uid, EVENT, own);
  }

  private static void put(
      Map<String, KnownClass> table, String name, long uid, String parent, String... fields) {
    table.put(name, new KnownClass(name, uid, parent, List.of(fields)));
  }

  /**
   * A class that may occur in an event stream.
   *
   * @param parent name of the serialisable superclass, empty when there is none
   * @param fields the own fields that the server reads, in stream order
   */
  record KnownClass(String name, long uid, String parent, List<String> fields) {

    KnownClass withUid(long newUid) {
      return new KnownClass(name, newUid, parent, fields);
    }
  }
}
