package io.integrationhost.host.event;

import com.google.gson.JsonObject;
import io.integrationhost.converter.DownlinkData;
import io.integrationhost.converter.DownlinkRequest;
import io.integrationhost.host.downlink.DownlinkListener;
import io.integrationhost.remote.ConverterDebugEvent.Message;
import io.integrationhost.remote.EventSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Turns what becomes of downlinks into debug events, and counts it. Safe for any thread; never
 * blocks and never throws.
 */
public final class DownlinkEvents implements DownlinkListener {

  private static final String TYPE = "Downlink";

  private final DebugEvents events;
  private final Statistics statistics;
  private final CutText cut;

  DownlinkEvents(DebugEvents events, Statistics statistics, CutText cut) {
    this.events = events;
    this.statistics = statistics;
    this.cut = cut;
  }

  @Override
  public void converted(
      String device, DownlinkRequest request, Optional<String> output, Optional<String> error) {
    events.converter(
        EventSource.DOWNLINK_CONVERTER,
        TYPE,
        () -> message(request),
        () -> output,
        () -> metadata(request),
        error);
  }

  @Override
  public void waiting(String device, String messageType, String reason) {
    events.integration(
        type(messageType),
        () -> new Message("TEXT", cut.of("device '" + device + "': " + reason)),
        Optional.empty());
  }

  @Override
  public void sent(String device, String messageType, DownlinkData data) {
    statistics.downlink(false);
    events.integration(
        type(messageType),
        () -> new Message(data.contentType().name(), cut.of(data.contentType(), data.data())),
        Optional.empty());
  }

  @Override
  public void failed(
      String device, String messageType, String reason, Optional<DownlinkRequest> request) {
    statistics.downlink(true);
    events.integration(
        type(messageType),
        () -> request.map(this::message).orElseGet(() -> named(device)),
        Optional.of("device '" + device + "': " + reason));
  }

  private Message message(DownlinkRequest request) {
    return new Message("JSON", cut.of(request.message()));
  }

  private Message named(String device) {
    JsonObject text = new JsonObject();
    text.addProperty("deviceName", device);
    return new Message("JSON", cut.of(text.toString()));
  }

  /** The script sees both. */
  private static Map<String, String> metadata(DownlinkRequest request) {
    Map<String, String> all = new HashMap<>(request.integrationMetadata());
    all.putAll(request.metadata());
    return all;
  }

  private static String type(String messageType) {
    return messageType.isEmpty() ? TYPE : TYPE + ": " + messageType;
  }
}
