package io.integrationhost.convert.report;

import io.integrationhost.convert.Attempt;
import io.integrationhost.convert.Attempts;
import io.integrationhost.convert.Outcome;
import io.integrationhost.convert.Payload;
import io.integrationhost.convert.hint.Hint;
import io.integrationhost.convert.hint.Hints;
import io.integrationhost.converter.ConverterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What became of payloads, for people. */
public final class TextReport {
  private static final int WIDTH = 100;

  private final Attempts attempts;
  private final List<String> lines = new ArrayList<>();

  private TextReport(Attempts attempts) {
    this.attempts = attempts;
  }

  /** All lines. */
  public static List<String> of(Attempts attempts) {
    TextReport report = new TextReport(attempts);
    report.add("converter  " + attempts.converter().title());
    attempts.all().forEach(report::attempt);
    report.end();
    return report.lines;
  }

  private void attempt(Attempt attempt) {
    Payload payload = attempt.message().payload();
    add(
        "payload    "
            + (payload.name().isEmpty() ? "" : payload.name() + ", ")
            + Shown.payload(payload));
    if (isOnly()) {
      wrapped("metadata   ", Shown.metadata(metadata(attempt)));
    }
    Outcome outcome = attempt.outcome();
    outcome.console().forEach(line -> add("console    " + Shown.printable(line)));
    outcome.output().ifPresent(this::result);
    if (outcome.failure().isPresent()) {
      failure(outcome.failure().get());
    } else if (outcome.isNothing()) {
      add("travels    nothing");
      add("");
    } else {
      attempt.sent().forEach(item -> new ItemLines(item).lines().forEach(this::add));
      outcome.downlinks().forEach(downlink -> DownlinkLines.of(downlink).forEach(this::add));
      attempt.refusal().ifPresent(reason -> add("FAILED     the host does not send it: " + reason));
      add("");
    }
    hints(
        Hints.of(attempts, attempt).stream()
            .filter(hint -> isOnly() || !hint.isGeneral())
            .toList());
  }

  private Map<String, String> metadata(Attempt attempt) {
    return attempts.converter().downlink()
        ? attempt.message().metadata()
        : attempt.outcome().metadata();
  }

  private boolean isOnly() {
    return attempts.all().size() == 1;
  }

  private void result(String output) {
    if (!isOnly()) {
      add("result     " + Shown.cut(Shown.printable(output)));
      return;
    }
    add("");
    add("result");
    PrettyJson.of(output).lines().map("  "::concat).forEach(this::add);
    add("");
  }

  private void failure(ConverterException failure) {
    if (isOnly() && attempts.all().get(0).outcome().output().isEmpty()) {
      add("");
    }
    add("FAILED     " + failure.reason());
    failure
        .place()
        .map(place -> SourceExcerpt.lines(attempts.converter().script(), place))
        .ifPresent(
            excerpt -> {
              excerpt.forEach(this::add);
              add("");
            });
  }

  private void hints(List<Hint> hints) {
    hints.forEach(
        hint -> {
          boolean warning = hint.level() == Hint.Level.WARNING;
          wrapped(warning ? "WARNING    " : "note       ", hint.text());
        });
    if (!hints.isEmpty()) {
      add("");
    }
  }

  private void wrapped(String head, String text) {
    List<String> lines = Shown.wrapped(text, WIDTH - head.length());
    for (int i = 0; i < lines.size(); i++) {
      add((i == 0 ? head : " ".repeat(head.length())) + lines.get(i));
    }
  }

  private void end() {
    if (!isOnly()) {
      hints(Hints.ofAll(attempts));
      add("%d payloads, %d failed".formatted(attempts.all().size(), attempts.failures()));
    }
    if (attempts.failures() < attempts.all().size()) {
      add("time       " + attempts.timing().text());
    }
  }

  private void add(String text) {
    lines.add(text);
  }
}
