package io.integrationhost.host.event;

import io.integrationhost.emulator.event.DecodedEvent;
import io.integrationhost.emulator.event.EventClasses;
import io.integrationhost.emulator.event.EventDecoder;
import io.integrationhost.emulator.event.EventFormatException;
import io.integrationhost.host.delivery.UplinkSender;
import io.integrationhost.remote.UplinkAnswer;
import io.integrationhost.remote.proto.IntegrationStatisticsProto;
import io.integrationhost.remote.proto.KeyValueProto;
import io.integrationhost.remote.proto.TbEventProto;
import io.integrationhost.remote.proto.UplinkMsg;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The other end of a link that accepts everything, and decodes it. */
final class ReceivedEvents implements UplinkSender {

  /** One event with the list that it is for. */
  record Received(String source, String device, DecodedEvent event) {
    String type() {
      return event.type();
    }

    Object field(String name) {
      return event.fields().get(name);
    }
  }

  private final EventDecoder decoder = new EventDecoder(EventClasses.standard());
  private final List<Received> events = new ArrayList<>();
  private final List<Map<String, Object>> statistics = new ArrayList<>();
  private boolean connected = true;

  @Override
  public synchronized boolean isWritable() {
    return connected;
  }

  synchronized void connected(boolean value) {
    connected = value;
  }

  @Override
  public synchronized CompletionStage<UplinkAnswer> send(List<byte[]> items) {
    items.forEach(this::receive);
    return CompletableFuture.completedFuture(new UplinkAnswer.Accepted());
  }

  synchronized List<Received> events() {
    return List.copyOf(events);
  }

  List<Received> events(String type) {
    return events().stream().filter(each -> each.type().equals(type)).toList();
  }

  synchronized List<Map<String, Object>> statistics() {
    return List.copyOf(statistics);
  }

  private void receive(byte[] fragment) {
    try {
      UplinkMsg message = UplinkMsg.parseFrom(fragment);
      for (TbEventProto event : message.getEventsDataList()) {
        events.add(
            new Received(
                event.getSource().name(),
                event.getDeviceName(),
                decoder.decode(event.getEvent().toByteArray())));
      }
      for (IntegrationStatisticsProto counts : message.getIntegrationStatisticsList()) {
        Map<String, Object> values = new TreeMap<>();
        for (KeyValueProto value : counts.getPostTelemetryMsg().getTsKvList(0).getKvList()) {
          values.put(
              value.getKey(), value.getStringV().isEmpty() ? value.getLongV() : value.getStringV());
        }
        statistics.add(values);
      }
    } catch (com.google.protobuf.InvalidProtocolBufferException | EventFormatException e) {
      throw new AssertionError(e);
    }
  }
}
