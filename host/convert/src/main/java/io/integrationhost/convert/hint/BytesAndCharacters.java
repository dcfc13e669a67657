package io.integrationhost.convert.hint;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Bytes above 127: negative in TBEL, and in JavaScript sometimes characters (facts 5.2). */
final class BytesAndCharacters implements Rule {
  private static final Pattern INDEXED = Pattern.compile("\\b(payload|bytes|input)\\s*\\[");
  private static final Pattern MASKED =
      Pattern.compile("&\\s*0?(xff|255)|parseBytes|bytesToHex", Pattern.CASE_INSENSITIVE);

  @Override
  public Stream<Hint> look(Subject subject) {
    byte[] bytes = subject.bytes();
    String code = subject.script().code();
    if (subject.isTbel() && subject.reason().contains("java.lang.Byte cannot be cast")) {
      return Stream.of(
          Hint.warning(
              "signed-bytes",
              "A byte of the payload is no number yet for this operation in TBEL: write"
                  + " (payload[i] & 0xFF)."));
    }
    if (subject.converter().downlink() || !INDEXED.matcher(code).find() || !hasHighBytes(bytes)) {
      return Stream.empty();
    }
    if (subject.isTbel()) {
      return MASKED.matcher(code).find()
          ? Stream.empty()
          : Stream.of(
              Hint.warning(
                  "signed-bytes",
                  "The payload has bytes above 127, which are negative in TBEL: write payload[i] &"
                      + " 0xFF."));
    }
    int characters = characters(bytes);
    return characters < 0
        ? Stream.empty()
        : Stream.of(
            Hint.warning(
                "bytes-are-utf8",
                ("These %d bytes happen to be valid UTF-8, so that JavaScript gets"
                        + " %d characters instead of bytes. ThingsBoard does the same; TBEL"
                        + " always gets bytes.")
                    .formatted(bytes.length, characters)));
  }

  private static boolean hasHighBytes(byte[] bytes) {
    for (byte one : bytes) {
      if (one < 0) {
        return true;
      }
    }
    return false;
  }

  /** Negative when they are no text. */
  private static int characters(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).length();
    } catch (CharacterCodingException e) {
      return -1;
    }
  }
}
