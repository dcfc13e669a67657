package io.integrationhost.cli;

import io.integrationhost.entity.EntityData;
import io.integrationhost.host.deadletter.DeadLetter;
import io.integrationhost.host.deadletter.FiledLetter;
import io.integrationhost.host.deadletter.OriginalPayload;
import io.integrationhost.host.deadletter.Reading;
import io.integrationhost.plugin.TimedValues;
import io.integrationhost.plugin.Value;
import io.integrationhost.remote.FragmentContent;
import io.integrationhost.remote.FragmentReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A dead letter for people. */
final class LetterText {

  private static final int SHORT = 100;
  private static final int LONG = 2000;
  private static final int MOST_VALUES = 1000;

  private final FragmentReader fragments = new FragmentReader();

  /** One line. */
  String line(FiledLetter filed, Reading reading) {
    String head =
        filed.id() + "  " + filed.integration() + (filed.awaitsReplay() ? "  [awaits replay]" : "");
    if (reading instanceof Reading.Intact intact) {
      DeadLetter letter = intact.letter();
      return "%s  %s  %s: %s"
          .formatted(head, subject(letter), cause(letter), printable(letter.reason(), SHORT));
    }
    return head + "  DAMAGED: " + ((Reading.Damaged) reading).problem();
  }

  /** Everything, as far as a person can read it. */
  List<String> lines(FiledLetter filed, Reading reading) {
    List<String> lines = new ArrayList<>();
    lines.add("id           " + filed.id());
    lines.add("integration  " + filed.integration());
    lines.add("state        " + (filed.awaitsReplay() ? "awaits replay" : "kept"));
    if (reading instanceof Reading.Damaged damaged) {
      lines.add("damaged      " + damaged.problem());
    } else if (reading instanceof Reading.Intact intact) {
      DeadLetter letter = intact.letter();
      lines.add("time         " + letter.time());
      lines.add("cause        " + cause(letter));
      lines.add("reason       " + printable(letter.reason(), LONG));
      letter.item().ifPresent(item -> item(lines, item));
      letter.payload().ifPresent(payload -> payload(lines, payload));
    }
    return lines;
  }

  private String subject(DeadLetter letter) {
    return letter
        .item()
        .map(item -> describe(fragments.read(item)))
        .orElseGet(() -> letter.payload().map(OriginalPayload::toString).orElse("nothing"));
  }

  private static String cause(DeadLetter letter) {
    return switch (letter.kind()) {
      case REFUSED_BY_SERVER -> "refused by ThingsBoard";
      case CONVERTER -> "not converted";
    };
  }

  private static String describe(FragmentContent content) {
    if (content instanceof FragmentContent.Entity entity) {
      EntityData data = entity.data();
      return "%s '%s' of type '%s'"
          .formatted(
              data.kind().name().toLowerCase(Locale.ROOT),
              printable(data.name(), SHORT),
              printable(data.type(), SHORT));
    }
    return content instanceof FragmentContent.Other other
        ? printable(other.description(), SHORT)
        : "unreadable item: " + printable(((FragmentContent.Unreadable) content).problem(), SHORT);
  }

  private void item(List<String> lines, byte[] item) {
    FragmentContent content = fragments.read(item);
    lines.add("item         " + describe(content) + ", " + item.length + " bytes");
    if (content instanceof FragmentContent.Entity entity) {
      List<String> values = new ArrayList<>();
      entity.data().telemetry().ifPresent(telemetry -> telemetry(values, telemetry));
      entity.data().attributes().ifPresent(attributes -> values(values, "attribute", attributes));
      lines.addAll(values.subList(0, Math.min(values.size(), MOST_VALUES)));
      if (values.size() > MOST_VALUES) {
        lines.add("  ... " + (values.size() - MOST_VALUES) + " more; --json shows all");
      }
    }
  }

  private static void telemetry(List<String> lines, List<TimedValues> telemetry) {
    telemetry.forEach(
        instant -> values(lines, "telemetry  " + time(instant.ts()), instant.values()));
  }

  private static void values(List<String> lines, String what, Map<String, Value> values) {
    values.forEach(
        (key, value) ->
            lines.add("  %s  %s = %s".formatted(what, printable(key, SHORT), text(value))));
  }

  private static String text(Value value) {
    if (value instanceof Value.BooleanValue flag) {
      return Boolean.toString(flag.value());
    } else if (value instanceof Value.LongValue number) {
      return Long.toString(number.value());
    } else if (value instanceof Value.DoubleValue number) {
      return Double.toString(number.value());
    } else if (value instanceof Value.StringValue text) {
      return "'" + printable(text.value(), LONG) + "'";
    }
    return printable(((Value.JsonValue) value).text(), LONG);
  }

  private static String time(long ts) {
    return Instant.ofEpochMilli(ts).toString();
  }

  private static void payload(List<String> lines, OriginalPayload payload) {
    lines.add(
        "payload      " + payload.bytes().length + " bytes: " + PrintableText.of(payload.bytes()));
    payload
        .metadata()
        .forEach(
            (key, value) ->
                lines.add(
                    "  metadata  %s = %s"
                        .formatted(printable(key, SHORT), printable(value, LONG))));
  }

  private static String printable(String text, int most) {
    return PrintableText.of(text, most);
  }
}
