package io.integrationhost.emulator.file;

import io.integrationhost.emulator.AnswerPolicy;
import io.integrationhost.emulator.RateLimit;
import io.integrationhost.emulator.ReceivedItem;
import io.integrationhost.ground.Keys;
import java.time.Duration;
import java.util.function.Predicate;

/** Reads the section {@code answers}. */
final class AnswersReader {
  private static final String DEFAULT_FAILURE = "Failure set in the emulator's file";

  private AnswersReader() {}

  static AnswerPolicy read(Keys section) {
    AnswerPolicy policy = AnswerPolicy.standard();
    if (!section.flag("faithful").orElse(true)) {
      policy = policy.lenient();
    }
    policy = policy.delayed(section.time("delay", Duration.ZERO).orElse(Duration.ZERO));
    Keys failure = section.section("fail").orElse(null);
    if (failure != null) {
      policy = failing(policy, failure);
    }
    Keys refuse = section.section("refuse").orElse(null);
    if (refuse != null) {
      policy = refusing(policy, refuse);
    }
    Keys cut = section.section("cut").orElse(null);
    if (cut != null) {
      policy = policy.cutWhere(new Containing(matching(cut)));
      cut.refuseUnknown();
    }
    Keys limit = section.section("limit").orElse(null);
    if (limit != null) {
      policy = limited(policy, limit);
    }
    section.refuseUnknown();
    return policy;
  }

  private static AnswerPolicy failing(AnswerPolicy policy, Keys section) {
    int every = section.whole("every", 1, Integer.MAX_VALUE).orElse(1);
    String text = section.text("text").orElse(DEFAULT_FAILURE);
    section.refuseUnknown();
    return policy.failEvery(every, text);
  }

  private static AnswerPolicy refusing(AnswerPolicy policy, Keys section) {
    String text = section.text("text").orElse(DEFAULT_FAILURE);
    Duration period = section.time("period", Duration.ZERO).orElse(Duration.ZERO);
    AnswerPolicy refusing;
    if (section.value("matching").isPresent() == section.value("period").isPresent()) {
      section.problem(
          "matching",
          "and period are both here or both missing",
          "write refuse { period = 30 s } or refuse { matching = \"Device B\" }");
      refusing = policy;
    } else if (section.value("period").isPresent()) {
      refusing = policy.failFor(period, text);
    } else {
      refusing = policy.failWhere(new Containing(matching(section)), text);
    }
    section.refuseUnknown();
    return refusing;
  }

  private static String matching(Keys section) {
    return section.requiredText("matching", "write a part of a name, a type or a value");
  }

  /** Items that hold a text in their name, type, telemetry or attributes. */
  private record Containing(String part) implements Predicate<ReceivedItem> {
    @Override
    public boolean test(ReceivedItem item) {
      return item.name().contains(part)
          || item.type().contains(part)
          || item.telemetry().toString().contains(part)
          || item.attributes().toString().contains(part);
    }
  }

  private static AnswerPolicy limited(AnswerPolicy policy, Keys section) {
    RateLimit.Scope scope =
        section.choice("scope", RateLimit.Scope.class).orElse(RateLimit.Scope.DEVICE);
    int items = section.whole("items", 0, Integer.MAX_VALUE).orElse(-1);
    Duration period = section.time("period", Duration.ZERO).orElse(Duration.ZERO);
    section.refuseUnknown();
    if (items < 0 || period.isZero()) {
      section.problem(
          items < 0 ? "items" : "period",
          "is missing or not positive",
          "write limit { scope = DEVICE, items = 10, period = 1 s }");
      return policy;
    }
    return policy.limited(scope, items, period);
  }
}
