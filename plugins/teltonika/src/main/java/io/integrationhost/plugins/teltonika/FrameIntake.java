package io.integrationhost.plugins.teltonika;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Value;
import io.integrationhost.plugins.teltonika.codec.CodecId;
import io.integrationhost.plugins.teltonika.codec.Content;
import io.integrationhost.plugins.teltonika.codec.FrameError;
import io.integrationhost.plugins.teltonika.telemetry.RecordMapper;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Decides about frames, of either channel: stores all records of one or none, and says what to
 * answer only then. Thread-safe.
 */
final class FrameIntake {

  private final Settings.Poison rule;
  private final RecordMapper mapper;
  private final Reports reports;
  private final Clock clock;
  private final PoisonWatch poison = new PoisonWatch();
  private final KnownAttributes known = new KnownAttributes();

  FrameIntake(Settings settings, Reports reports, Clock clock) {
    this.rule = settings.poison();
    this.mapper = new RecordMapper(settings.elements());
    this.reports = reports;
    this.clock = clock;
  }

  /** A frame of a device, and what its channel answers to a verdict. On the session's loop. */
  private record Case(Tracker tracker, byte[] data, Function<Verdict, byte[]> channel) {

    byte[] answer(Verdict verdict) {
      return channel.apply(verdict);
    }
  }

  /**
   * Takes a frame.
   *
   * @param data the frame's data field
   * @param content what it holds; not messages, which are no matter of records
   * @param answer what the device is told; called once, now or when the host has said its word
   */
  void take(Tracker tracker, byte[] data, Content content, Function<Verdict, byte[]> answer) {
    byte[] now = decide(new Case(tracker, data, answer), content);
    if (now.length > 0) {
      tracker.session().answer(now);
    }
  }

  /** What is to be answered now; nothing when it is answered later, or never. */
  private byte[] decide(Case frame, Content content) {
    if (content instanceof Content.Records records) {
      return store(frame, records);
    } else if (content instanceof Content.Broken broken) {
      return refuse(frame, broken);
    } else if (content instanceof Content.Skipped skipped) {
      Reports.badFrame(
          frame.tracker(),
          "its codec "
              + CodecId.name(skipped.codec())
              + " is not supported; skipped, and never answered");
    }
    return frame.answer(Verdict.of(Verdict.Kind.SKIPPED));
  }

  private byte[] store(Case frame, Content.Records content) {
    int count = content.records().size();
    Verdict good = Verdict.answering(Verdict.Kind.GOOD, count);
    if (count == 0) {
      return frame.answer(good);
    }
    reports.miscountedRecords(content.miscounted());
    Tracker tracker = frame.tracker();
    RecordMapper.Readings readings = mapper.map(content.records());
    Map<String, Value> news = known.news(tracker.imei(), attributes(tracker, content, readings));
    List<Uplink> uplinks = new ArrayList<>();
    if (!news.isEmpty()) {
      uplinks.add(new Uplink.Attributes(tracker.device(), news, tracker.source()));
    }
    uplinks.add(tracker.telemetry(readings.telemetry()));
    Delivery.publish(
        tracker.session(),
        uplinks,
        outcome ->
            switch (outcome) {
              case STORED -> {
                known.remember(tracker.imei(), news);
                poison.accepted(tracker.imei());
                yield frame.answer(good);
              }
              case INVALID -> stuck(frame, Verdict.of(Verdict.Kind.LAST));
              case REFUSED -> frame.answer(Verdict.of(Verdict.Kind.LAST));
            });
    return Delivery.NOTHING;
  }

  private static Map<String, Value> attributes(
      Tracker tracker, Content.Records content, RecordMapper.Readings readings) {
    Map<String, Value> attributes = new LinkedHashMap<>();
    attributes.put("imei", Value.of(tracker.imei().digits()));
    attributes.put("codec", Value.of(CodecId.name(content.codec())));
    attributes.putAll(readings.attributes());
    return attributes;
  }

  private byte[] refuse(Case frame, Content.Broken broken) {
    boolean unsupported = broken.error() == FrameError.CODEC;
    Reports.badFrame(
        frame.tracker(),
        broken.error().meaning()
            + " (codec "
            + CodecId.name(broken.codec())
            + (unsupported ? "; set the device to Codec 8 or Codec 8 Extended)" : ")"));
    if (unsupported) {
      return frame.answer(Verdict.of(Verdict.Kind.LAST));
    }
    Verdict bad =
        broken.isAnswered() ? Verdict.answering(Verdict.Kind.BAD, 0) : Verdict.of(Verdict.Kind.BAD);
    return broken.isForGood() ? stuck(frame, bad) : frame.answer(bad);
  }

  /** Counts a frame that will never be accepted, and frees its device when that is wanted. */
  private byte[] stuck(Case frame, Verdict verdict) {
    Tracker tracker = frame.tracker();
    String hex = Bytes.hex(frame.data());
    int times = poison.refused(tracker.imei(), frame.data());
    if (times == rule.alarmAfter()) {
      reports.alarm(
          tracker.label()
              + " has sent the same frame "
              + times
              + " times and it cannot be accepted, so nothing behind it gets through"
              + (rule.release()
                  ? "; it is stored as it is now: "
                  : "; set poisonFrames.release to free the device. The frame: ")
              + hex);
    }
    if (!rule.release() || times < rule.alarmAfter()) {
      return frame.answer(verdict);
    }
    var stored = new TimedValues(clock.millis(), Map.of("rejectedFrame", Value.of(hex)));
    Delivery.publish(
        tracker.session(),
        List.of(tracker.telemetry(List.of(stored))),
        outcome ->
            frame.answer(
                outcome == Delivery.Outcome.STORED
                    ? Verdict.answering(Verdict.Kind.GOOD, frame.data()[1] & 0xFF)
                    : verdict));
    return Delivery.NOTHING;
  }
}
