package io.integrationhost.remote;

import io.integrationhost.remote.SerialWriter.SerialClass;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Events as the Java objects that ThingsBoard expects (facts 4). Thread-safe. */
final class EventEncoder {
  private final EventClasses classes;

  EventEncoder(EventUids uids) {
    classes = new EventClasses(uids);
  }

  byte[] encode(IntegrationEvent event) {
    try {
      SerialWriter out = new SerialWriter();
      if (event instanceof LifecycleEvent lifecycle) {
        lifecycle(out, lifecycle);
      } else if (event instanceof StatisticsEvent statistics) {
        statistics(out, statistics);
      } else if (event instanceof IntegrationDebugEvent debug) {
        integrationDebug(out, debug);
      } else if (event instanceof ConverterDebugEvent debug) {
        converterDebug(out, debug);
      } else if (event instanceof RawDataEvent raw) {
        rawData(out, raw);
      }
      return out.toBytes();
    } catch (IOException impossible) {
      // The stream is an array in memory.
      throw new UncheckedIOException(impossible);
    }
  }

  private void lifecycle(SerialWriter out, LifecycleEvent event) throws IOException {
    begin(out, classes.lifecycle, event.stamp());
    out.flag(event.success());
    out.optional(event.error());
    out.string(event.type());
  }

  private void statistics(SerialWriter out, StatisticsEvent event) throws IOException {
    begin(out, classes.statistics, event.stamp());
    out.number(event.errorsOccurred());
    out.number(event.messagesProcessed());
  }

  private void integrationDebug(SerialWriter out, IntegrationDebugEvent event) throws IOException {
    begin(out, classes.integrationDebug, event.stamp());
    out.optional(event.error());
    out.string(event.type());
    out.string(event.message());
    out.string(event.messageType());
    out.string(event.status());
  }

  private void converterDebug(SerialWriter out, ConverterDebugEvent event) throws IOException {
    begin(out, classes.converterDebug, event.stamp());
    out.optional(event.error());
    out.string(event.type());
    out.string(event.in().text());
    out.string(event.in().type());
    out.string(event.metadata());
    out.optional(event.out().map(ConverterDebugEvent.Message::text));
    out.optional(event.out().map(ConverterDebugEvent.Message::type));
  }

  private void rawData(SerialWriter out, RawDataEvent event) throws IOException {
    begin(out, classes.rawData, event.stamp());
    out.string(event.message());
    out.string(event.messageType());
    out.string(event.uuid());
  }

  private static void begin(SerialWriter out, SerialClass type, EventStamp stamp)
      throws IOException {
    out.object(type);
    if (stamp.id().isPresent()) {
      out.object(EventClasses.EVENT_ID);
      out.uuid(stamp.id().get());
    } else {
      out.nothing();
    }
    out.number(stamp.createdTime());
    if (stamp.entityId().isPresent()) {
      out.uuid(stamp.entityId().get());
    } else {
      out.nothing();
    }
    out.string(stamp.serviceId());
    out.object(EventClasses.TENANT_ID);
    out.uuid(stamp.tenantId());
  }
}
