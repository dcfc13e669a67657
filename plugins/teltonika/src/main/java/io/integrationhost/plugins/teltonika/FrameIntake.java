package io.integrationhost.plugins.teltonika;

import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.plugins.teltonika.codec.CodecId;
import io.integrationhost.plugins.teltonika.codec.Content;
import io.integrationhost.plugins.teltonika.codec.FrameError;
import io.integrationhost.plugins.teltonika.telemetry.Readings;
import io.integrationhost.plugins.teltonika.telemetry.RecordMapper;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides about frames, of either channel: stores all records of one or none, and says what to
 * answer only then. Thread-safe.
 */
final class FrameIntake {

  private final PoisonRule rule;
  private final RecordMapper mapper;
  private final Delivery delivery;
  private final Reports reports;
  private final Clock clock;
  private final PoisonWatch poison = new PoisonWatch();
  private final KnownAttributes known = new KnownAttributes();

  FrameIntake(
      PoisonRule rule, RecordMapper mapper, Delivery delivery, Reports reports, Clock clock) {
    this.rule = rule;
    this.mapper = mapper;
    this.delivery = delivery;
    this.reports = reports;
    this.clock = clock;
  }

  /**
   * Takes a frame.
   *
   * @param data the frame's data field
   * @param content what it holds; not messages, which are no matter of records
   * @return never fails; completes on a thread of the plugin, or on this one
   */
  CompletionStage<Verdict> take(Tracker tracker, byte[] data, Content content) {
    if (content instanceof Content.Records records) {
      return store(tracker, data, records);
    } else if (content instanceof Content.Broken broken) {
      return refuse(tracker, data, broken);
    } else if (content instanceof Content.Skipped skipped) {
      reports.badFrame(
          tracker.label(),
          "its codec "
              + CodecId.name(skipped.codec())
              + " is not supported; skipped, and never answered");
    }
    return CompletableFuture.completedFuture(Verdict.of(Verdict.Kind.SKIPPED));
  }

  private CompletionStage<Verdict> store(Tracker tracker, byte[] data, Content.Records content) {
    int count = content.records().size();
    Verdict good = Verdict.answering(Verdict.Kind.GOOD, count);
    if (count == 0) {
      return CompletableFuture.completedFuture(good);
    }
    reports.miscountedRecords(content.miscounted());
    Readings readings = mapper.map(content.records());
    Map<String, Value> news = known.news(tracker.imei(), attributes(tracker, content, readings));
    List<Uplink> uplinks = new ArrayList<>();
    if (!news.isEmpty()) {
      uplinks.add(new Uplink.Attributes(tracker.device(), news, tracker.source()));
    }
    uplinks.add(new Uplink.Telemetry(tracker.device(), readings.telemetry(), tracker.source()));
    return delivery
        .publish(tracker, uplinks)
        .thenCompose(
            outcome ->
                switch (outcome) {
                  case STORED -> {
                    known.remember(tracker.imei(), news);
                    poison.accepted(tracker.imei());
                    yield CompletableFuture.completedFuture(good);
                  }
                  case INVALID -> stuck(tracker, data, Verdict.of(Verdict.Kind.NOT_STORED));
                  case REFUSED ->
                      CompletableFuture.completedFuture(Verdict.of(Verdict.Kind.NOT_STORED));
                });
  }

  private static Map<String, Value> attributes(
      Tracker tracker, Content.Records content, Readings readings) {
    Map<String, Value> attributes = new LinkedHashMap<>();
    attributes.put("imei", Value.of(tracker.imei().digits()));
    attributes.put("codec", Value.of(CodecId.name(content.codec())));
    attributes.putAll(readings.attributes());
    return attributes;
  }

  private CompletionStage<Verdict> refuse(Tracker tracker, byte[] data, Content.Broken broken) {
    boolean unsupported = broken.error() == FrameError.CODEC;
    reports.badFrame(
        tracker.label(),
        broken.error().meaning()
            + " (codec "
            + CodecId.name(broken.codec())
            + (unsupported ? "; set the device to Codec 8 or Codec 8 Extended)" : ")"));
    if (unsupported) {
      return CompletableFuture.completedFuture(Verdict.of(Verdict.Kind.UNSUPPORTED));
    }
    Verdict bad =
        broken.isAnswered() ? Verdict.answering(Verdict.Kind.BAD, 0) : Verdict.of(Verdict.Kind.BAD);
    return broken.isForGood() ? stuck(tracker, data, bad) : CompletableFuture.completedFuture(bad);
  }

  /** Counts a frame that will never be accepted, and frees its device when that is wanted. */
  private CompletionStage<Verdict> stuck(Tracker tracker, byte[] data, Verdict verdict) {
    int times = poison.refused(tracker.imei(), data);
    if (times == rule.alarmAfter()) {
      reports.alarm(
          tracker.label()
              + " has sent the same frame "
              + times
              + " times and it cannot be accepted, so nothing behind it gets through"
              + (rule.release()
                  ? "; it is stored as it is now: "
                  : "; set poisonFrames.release to free the device. The frame: ")
              + HexFormat.of().formatHex(data));
    }
    return rule.release() && times >= rule.alarmAfter()
        ? release(tracker, data, verdict)
        : CompletableFuture.completedFuture(verdict);
  }

  private CompletionStage<Verdict> release(Tracker tracker, byte[] data, Verdict verdict) {
    Map<String, Value> values = Map.of("rejectedFrame", Value.of(HexFormat.of().formatHex(data)));
    var telemetry =
        new Uplink.Telemetry(
            tracker.device(), List.of(new TimedValues(clock.millis(), values)), tracker.source());
    return delivery
        .publish(tracker, List.of(telemetry))
        .thenApply(
            outcome ->
                outcome == Delivery.Outcome.STORED
                    ? Verdict.answering(Verdict.Kind.GOOD, data[1] & 0xFF)
                    : verdict);
  }
}
