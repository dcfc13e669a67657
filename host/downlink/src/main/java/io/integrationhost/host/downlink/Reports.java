package io.integrationhost.host.downlink;

import io.integrationhost.converter.DownlinkRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and tells all listeners; what one throws harms neither the others nor a downlink. */
final class Reports {

  private static final Logger log = LoggerFactory.getLogger(Reports.class);

  private final DownlinkCounters counters;
  private final List<DownlinkListener> listeners;

  Reports(DownlinkCounters counters, List<DownlinkListener> listeners) {
    this.counters = counters;
    this.listeners = List.copyOf(listeners);
  }

  void converted(
      String device, DownlinkRequest request, Optional<String> output, Optional<String> error) {
    tell(listener -> listener.converted(device, request, output, error));
  }

  void waiting(WaitingDownlink downlink, String reason) {
    tell(listener -> listener.waiting(downlink.device(), downlink.messageType(), reason));
  }

  void held(WaitingDownlink downlink, String reason) {
    tell(listener -> listener.held(downlink.device(), downlink.messageType(), reason));
  }

  void sent(WaitingDownlink downlink, Instant now) {
    counters.sent(Duration.between(downlink.since(), now).toMillis());
    tell(listener -> listener.sent(downlink.device(), downlink.messageType(), downlink.data()));
  }

  void expired(WaitingDownlink downlink, String reason) {
    counters.ended(DownlinkEnd.EXPIRED);
    told(downlink.device(), downlink.messageType(), reason, Optional.empty());
  }

  void failed(WaitingDownlink downlink, DownlinkEnd end, String reason) {
    failed(downlink.device(), downlink.messageType(), end, reason, Optional.empty());
  }

  void failed(
      String device,
      String messageType,
      DownlinkEnd end,
      String reason,
      Optional<DownlinkRequest> request) {
    counters.ended(end);
    told(device, messageType, reason, request);
  }

  private void told(
      String device, String messageType, String reason, Optional<DownlinkRequest> request) {
    tell(listener -> listener.failed(device, messageType, reason, request));
  }

  private void tell(Consumer<DownlinkListener> report) {
    for (DownlinkListener listener : listeners) {
      try {
        report.accept(listener);
      } catch (RuntimeException | Error e) {
        log.error("a report of a downlink failed", e);
      }
    }
  }
}
