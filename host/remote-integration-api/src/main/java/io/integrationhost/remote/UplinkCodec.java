package io.integrationhost.remote;

import io.integrationhost.entity.EntityData;
import io.integrationhost.entity.EntityKind;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import java.util.List;
import java.util.Map;

/**
 * Encodes one item of an uplink message each (facts 1.2). What comes out is a <i>record</i>: the
 * item with its field number and length. Records joined in any number are the body of an uplink
 * message; {@link UplinkMessage} does that. Thread-safe.
 */
public final class UplinkCodec {
  private static final int DEVICE = 2;
  private static final int STATISTICS = 4;
  private static final int EVENT = 5;
  private static final int ASSET = 7;

  private static final int LONG = 1;
  private static final int DOUBLE = 2;
  private static final int STRING = 3;
  private static final int JSON = 4;

  private final EventEncoder events;

  /** For servers of the 4.4 line. */
  public UplinkCodec() {
    this(EventUids.standard());
  }

  /** For servers whose event classes have other version numbers. */
  public UplinkCodec(EventUids uids) {
    events = new EventEncoder(uids);
  }

  /** Telemetry and attributes; absent ones stay absent, empty ones stay empty (facts 2.5). */
  public byte[] encode(EntityData data) {
    WireWriter out = new WireWriter();
    int item = out.open(data.kind() == EntityKind.DEVICE ? DEVICE : ASSET);
    out.string(1, data.name());
    out.string(2, data.type());
    out.string(3, data.customerName());
    out.string(4, data.groupName());
    data.telemetry().ifPresent(telemetry -> telemetry(out, 5, telemetry));
    data.attributes().ifPresent(attributes -> attributes(out, 6, attributes));
    out.string(7, data.label());
    out.close(item);
    return out.toBytes();
  }

  /** An event; ThingsBoard drops what it cannot decode without a word. */
  public byte[] encode(IntegrationEvent event) {
    WireWriter out = new WireWriter();
    int item = out.open(EVENT);
    out.int64(1, event.source().number());
    if (event instanceof RawDataEvent raw) {
      out.string(5, raw.deviceName());
    }
    out.bytes(6, events.encode(event));
    out.close(item);
    return out.toBytes();
  }

  /** Statistics as telemetry of the integration. */
  public byte[] encode(IntegrationStatistics statistics) {
    WireWriter out = new WireWriter();
    int item = out.open(STATISTICS);
    int telemetry = out.open(1);
    int instant = out.open(1);
    out.int64(1, statistics.ts());
    value(out, 2, "messagesCount", Value.of(statistics.messages()));
    value(out, 2, "errorsCount", Value.of(statistics.errors()));
    value(out, 2, "state", Value.of(statistics.state()));
    out.close(instant);
    out.close(telemetry);
    out.close(item);
    return out.toBytes();
  }

  private static void telemetry(WireWriter out, int field, List<TimedValues> telemetry) {
    int message = out.open(field);
    for (TimedValues instant : telemetry) {
      int start = out.open(1);
      out.int64(1, instant.ts());
      instant.values().forEach((key, value) -> value(out, 2, key, value));
      out.close(start);
    }
    out.close(message);
  }

  private static void attributes(WireWriter out, int field, Map<String, Value> attributes) {
    int message = out.open(field);
    attributes.forEach((key, value) -> value(out, 1, key, value));
    out.close(message);
  }

  private static void value(WireWriter out, int field, String key, Value value) {
    int message = out.open(field);
    out.string(1, key);
    if (value instanceof Value.LongValue number) {
      out.int64(2, LONG);
      out.int64(4, number.value());
    } else if (value instanceof Value.DoubleValue number) {
      out.int64(2, DOUBLE);
      out.float64(5, number.value());
    } else if (value instanceof Value.BooleanValue flag) {
      out.bool(3, flag.value());
    } else if (value instanceof Value.StringValue text) {
      out.int64(2, STRING);
      out.string(6, text.value());
    } else if (value instanceof Value.JsonValue json) {
      out.int64(2, JSON);
      out.string(7, json.text());
    }
    out.close(message);
  }
}
