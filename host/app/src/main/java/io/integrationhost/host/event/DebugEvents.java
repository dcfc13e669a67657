package io.integrationhost.host.event;

import com.google.gson.JsonObject;
import io.integrationhost.host.delivery.EventKind;
import io.integrationhost.host.delivery.EventSender;
import io.integrationhost.host.event.DebugBudget.Rank;
import io.integrationhost.host.event.EventContext.Subject;
import io.integrationhost.remote.ConverterDebugEvent;
import io.integrationhost.remote.ConverterDebugEvent.Message;
import io.integrationhost.remote.EventSource;
import io.integrationhost.remote.IntegrationDebugEvent;
import io.integrationhost.remote.IntegrationEvent;
import io.integrationhost.remote.RawDataEvent;
import io.integrationhost.remote.UplinkCodec;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the debug events that the tenant wants to see and the budget allows; the rest costs a look
 * at the settings. Never throws and never blocks. Safe for any thread.
 */
final class DebugEvents {

  private static final Logger log = LoggerFactory.getLogger(DebugEvents.class);

  private final Supplier<Optional<EventContext>> context;
  private final EventStamps stamps;
  private final UplinkCodec codec;
  private final EventSender sender;
  private final DebugBudget budget;
  private final CutText cut;

  DebugEvents(
      Supplier<Optional<EventContext>> context,
      EventStamps stamps,
      UplinkCodec codec,
      EventSender sender,
      DebugBudget budget,
      CutText cut) {
    this.context = context;
    this.stamps = stamps;
    this.codec = codec;
    this.sender = sender;
    this.budget = budget;
    this.cut = cut;
  }

  /** What the integration received or sent. */
  void integration(String type, Supplier<Message> message, Optional<String> error) {
    Optional<EventContext> owner = context.get();
    if (owner.isPresent() && wants(owner.get().integration(), error)) {
      send(
          rank(error),
          () -> {
            Message content = message.get();
            return new IntegrationDebugEvent(
                stamps.now(owner.get().tenantId(), Optional.of(owner.get().integration().id())),
                type,
                content.type(),
                content.text(),
                error.isEmpty() ? "OK" : "ERROR",
                error.map(cut::of));
          });
    }
  }

  /** What went into a converter and came out of it. */
  void converter(
      EventSource source,
      String type,
      Supplier<Message> in,
      Supplier<Optional<String>> out,
      Supplier<Map<String, String>> metadata,
      Optional<String> error) {
    Optional<EventContext> owner = context.get();
    Optional<Subject> converter = owner.flatMap(known -> known.converter(source));
    if (converter.isPresent() && wants(converter.get(), error)) {
      send(
          rank(error),
          () ->
              new ConverterDebugEvent(
                  stamps.now(owner.get().tenantId(), Optional.of(converter.get().id())),
                  source,
                  type,
                  in.get(),
                  out.get().map(text -> new Message("JSON", cut.of(text))),
                  json(metadata.get()),
                  error.map(cut::of)));
    }
  }

  /** What a device sent; for its own list of events. */
  void rawData(String device, String uuid, String messageType, Supplier<String> json) {
    Optional<EventContext> owner = context.get();
    if (owner.isPresent() && owner.get().integration().debug().everything(stamps.millis())) {
      send(
          Rank.RAW_DATA,
          () ->
              new RawDataEvent(
                  stamps.now(owner.get().tenantId(), Optional.empty()),
                  device,
                  uuid,
                  messageType,
                  cut.of(json.get())));
    }
  }

  /**
   * Says how many events were left out since the last call, if any were.
   *
   * @param integration for the log
   */
  void tellDropped(String integration) {
    long dropped = budget.takeDropped() + sender.takeDebugDropped();
    if (dropped == 0) {
      return;
    }
    String text =
        dropped
            + " debug events were left out: more came than debug-events.max-per-minute allows, or"
            + " than ThingsBoard takes";
    log.info("integration '{}': {}", integration, text);
    context
        .get()
        .ifPresent(
            owner ->
                encodeAndSend(
                    EventKind.DEBUG,
                    new IntegrationDebugEvent(
                        stamps.now(owner.tenantId(), Optional.of(owner.integration().id())),
                        "Debug events",
                        "TEXT",
                        text,
                        "OK",
                        Optional.empty())));
  }

  private boolean wants(Subject subject, Optional<String> error) {
    return subject.debug().wants(error.isPresent(), stamps.millis());
  }

  private static Rank rank(Optional<String> error) {
    return error.isPresent() ? Rank.FAILURE : Rank.SUCCESS;
  }

  private void send(Rank rank, Supplier<IntegrationEvent> event) {
    if (budget.take(rank)) {
      try {
        encodeAndSend(rank == Rank.RAW_DATA ? EventKind.RAW_DATA : EventKind.DEBUG, event.get());
      } catch (RuntimeException | Error e) {
        // What is debugged must go on.
        log.error("a debug event cannot be made; please report this", e);
      }
    }
  }

  private void encodeAndSend(EventKind kind, IntegrationEvent event) {
    sender.sendDebug(kind, codec.encode(event));
  }

  private String json(Map<String, String> metadata) {
    JsonObject sorted = new JsonObject();
    new TreeMap<>(metadata).forEach(sorted::addProperty);
    return cut.of(sorted.toString());
  }
}
