package io.integrationhost.host.event;

import io.integrationhost.host.delivery.DeliveryCounters;
import io.integrationhost.host.delivery.StatisticsReport;
import io.integrationhost.host.delivery.StatisticsSource;
import io.integrationhost.remote.IntegrationStatistics;
import io.integrationhost.remote.StatisticsEvent;
import io.integrationhost.remote.UplinkCodec;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What an integration processed since the last report that arrived (facts 3.5). As long as none
 * arrives, the next one takes in everything. One report is made at a time; counting is safe for any
 * thread.
 */
final class Statistics implements StatisticsSource {

  private final Supplier<Optional<EventContext>> context;
  private final Supplier<String> state;
  private final DeliveryCounters uplinks;
  private final EventStamps stamps;
  private final UplinkCodec codec;
  private final LongAdder downlinks = new LongAdder();
  private final LongAdder failedDownlinks = new LongAdder();
  private long reportedMessages;
  private long reportedErrors;

  Statistics(
      Supplier<Optional<EventContext>> context,
      Supplier<String> state,
      DeliveryCounters uplinks,
      EventStamps stamps,
      UplinkCodec codec) {
    this.context = context;
    this.state = state;
    this.uplinks = uplinks;
    this.stamps = stamps;
    this.codec = codec;
  }

  void downlink(boolean failed) {
    (failed ? failedDownlinks : downlinks).increment();
  }

  @Override
  public Optional<StatisticsReport> report() {
    // An integration that nobody knows yet has nothing to tell (facts 7.29).
    return context.get().map(this::report);
  }

  private synchronized StatisticsReport report(EventContext owner) {
    long messages = uplinks.processed() + downlinks.sum();
    long errors = uplinks.failed() + failedDownlinks.sum();
    long newMessages = messages - reportedMessages;
    long newErrors = errors - reportedErrors;
    return new StatisticsReport(
        codec.encode(
            new StatisticsEvent(
                stamps.now(owner.tenantId(), Optional.of(owner.integration().id())),
                newMessages,
                newErrors)),
        codec.encode(
            new IntegrationStatistics(stamps.millis(), newMessages, newErrors, state.get())),
        () -> arrived(messages, errors));
  }

  private synchronized void arrived(long messages, long errors) {
    reportedMessages = messages;
    reportedErrors = errors;
  }
}
