package io.integrationhost.remote;

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
      }
      return out.toBytes();
    } catch (IOException impossible) {
      // The stream is an array in memory.
      throw new UncheckedIOException(impossible);
    }
  }

  private void lifecycle(SerialWriter out, LifecycleEvent event) throws IOException {
    out.object(classes.lifecycle);
    stamp(out, event.stamp());
    out.flag(event.success());
    if (event.error().isPresent()) {
      out.string(event.error().get());
    } else {
      out.nothing();
    }
    out.string(event.type());
  }

  private void statistics(SerialWriter out, StatisticsEvent event) throws IOException {
    out.object(classes.statistics);
    stamp(out, event.stamp());
    out.number(event.errorsOccurred());
    out.number(event.messagesProcessed());
  }

  private static void stamp(SerialWriter out, EventStamp stamp) throws IOException {
    if (stamp.id().isPresent()) {
      out.object(EventClasses.EVENT_ID);
      out.uuid(stamp.id().get());
    } else {
      out.nothing();
    }
    out.number(stamp.createdTime());
    out.uuid(stamp.entityId());
    out.string(stamp.serviceId());
    out.object(EventClasses.TENANT_ID);
    out.uuid(stamp.tenantId());
  }
}
