package io.integrationhost.convert.hint;

import io.integrationhost.convert.Payload;
import io.integrationhost.convert.Payload.Form;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The payload itself is probably not the one that its author means. */
final class WrittenPayload implements Rule {
  private static final Pattern HEX = Pattern.compile("(0x)?([0-9a-fA-F]{2}[ :]?){4,}");
  private static final Pattern LETTER = Pattern.compile("[a-fA-F]|^0");

  @Override
  public Stream<Hint> look(Subject subject) {
    Payload payload = subject.attempt().message().payload();
    String text = payload.text();
    if (payload.bytes().length == 0) {
      return Stream.of(Hint.note("payload", "The payload is empty."));
    }
    if (payload.form() == Form.TEXT && HEX.matcher(text).matches() && LETTER.matcher(text).find()) {
      return Stream.of(
          Hint.note(
              "payload",
              "The payload looks like hexadecimal but was given as text; --hex gives the bytes."));
    }
    return payload.form() == Form.RAW && text.endsWith("\n") && !text.strip().startsWith("{")
        ? Stream.of(
            Hint.note("payload", "The file ends with a line end, which is part of the payload."))
        : Stream.empty();
  }
}
