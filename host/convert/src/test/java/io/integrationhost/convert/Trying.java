package io.integrationhost.convert;

import io.integrationhost.convert.hint.Hint;
import io.integrationhost.convert.hint.Hints;
import io.integrationhost.convert.report.TextReport;
import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.converter.ConverterLimits;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tries scripts in tests, all with one engine. */
public final class Trying implements AutoCloseable {
  private static final ConverterLimits LIMITS =
      ConverterLimits.defaults()
          .with(
              new ConverterLimits.Budget(
                  Duration.ofMillis(500),
                  Duration.ofSeconds(20),
                  Duration.ofSeconds(1),
                  100 << 20));

  private final ConverterEngine engine = Trial.engine(LIMITS, Clock.systemUTC());

  public Attempts uplink(String language, String script, Message... messages) {
    return run(
        TriedConverter.of("decoder", false, new ScriptText(language, script), "tests"), messages);
  }

  public Attempts downlink(String script, String message) {
    return run(
        TriedConverter.of("encoder", true, new ScriptText("JS", script), "tests"), text(message));
  }

  public Attempts run(TriedConverter converter, Message... messages) {
    try (Trial trial = new Trial(converter, engine, LIMITS)) {
      return messages.length == 1
          ? Attempts.once(trial, messages[0])
          : Attempts.of(trial, List.of(messages));
    }
  }

  /** With what the command does to a single message: timing, and what a repetition would send. */
  public Attempts repeated(TriedConverter converter, Message message) {
    try (Trial trial = new Trial(converter, engine, LIMITS)) {
      return Attempts.of(trial, List.of(message));
    }
  }

  public ConverterEngine engine() {
    return engine;
  }

  public ConverterLimits limits() {
    return LIMITS;
  }

  public static Message text(String payload) {
    return Message.of(
        new Payload("", payload.getBytes(StandardCharsets.UTF_8), Payload.Form.TEXT), Map.of());
  }

  public static Message bytes(int... bytes) {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      all[i] = (byte) bytes[i];
    }
    return Message.of(new Payload("", all, Payload.Form.HEX), Map.of());
  }

  /** Codes and texts of all hints to the first message, one a line. */
  public static String hints(Attempts attempts) {
    return Hints.of(attempts, attempts.all().get(0)).stream()
        .map(hint -> hint.code() + ": " + hint.text())
        .collect(Collectors.joining("\n"));
  }

  public static List<String> warnings(Attempts attempts) {
    return Hints.of(attempts, attempts.all().get(0)).stream()
        .filter(hint -> hint.level() == Hint.Level.WARNING)
        .map(Hint::code)
        .toList();
  }

  /** The report as people see it. */
  public static String report(Attempts attempts) {
    return String.join("\n", TextReport.of(attempts));
  }

  @Override
  public void close() {
    engine.close();
  }
}
