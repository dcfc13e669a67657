package io.integrationhost.convert.cases;

import io.integrationhost.convert.InputException;
import io.integrationhost.convert.Message;
import io.integrationhost.convert.MetadataText;
import io.integrationhost.convert.Payload;
import io.integrationhost.convert.Payload.Form;
import io.integrationhost.convert.PayloadReader;
import io.integrationhost.convert.TextFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what a case gives to a converter. */
final class CasePayload {
  private static final List<String> NAMES =
      List.of("payload.txt", "payload.hex", "payload.base64", "payload.json", "payload.bin");

  private static final Pattern NAME =
      Pattern.compile("payload(|_\\d+)\\.(?:txt|hex|base64|json|bin)");

  private CasePayload() {}

  /** Of the cases whose files stand in a folder, in their order; empty for one without a number. */
  static List<String> suffixes(Path directory) {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(Files::isRegularFile)
          .map(file -> NAME.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(name -> name.group(1))
          .distinct()
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InputException("--test: " + directory + " cannot be read; check its permissions");
    }
  }

  /**
   * The payload with its metadata, which stand beside it or in the folder above the cases.
   *
   * @throws InputException when there is no payload, or more than one
   */
  static Message read(CaseFolder.Case one) {
    List<Path> files = NAMES.stream().map(one::file).filter(Files::isRegularFile).toList();
    if (files.size() != 1) {
      throw new InputException(
          "%s: %s; it needs exactly one of %s"
              .formatted(
                  one.directory(),
                  files.isEmpty() ? "there is no payload" : "there are several payloads",
                  String.join(", ", NAMES)));
    }
    Path file = files.get(0);
    return Message.of(payload(file), metadata(one));
  }

  private static Payload payload(Path file) {
    String name = file.getFileName().toString();
    return switch (name.substring(name.indexOf('.') + 1)) {
      case "hex" -> PayloadReader.read("", TextFiles.read(file), Form.HEX, file.toString());
      case "base64" -> PayloadReader.read("", TextFiles.read(file), Form.BASE64, file.toString());
      case "bin" -> new Payload("", TextFiles.bytes(file), Form.RAW);
      default ->
          PayloadReader.read(
              "", withoutLastLineEnd(TextFiles.read(file)), Form.TEXT, file.toString());
    };
  }

  /** Editors put one there. */
  private static String withoutLastLineEnd(String text) {
    int end = text.endsWith("\r\n") ? 2 : text.endsWith("\n") ? 1 : 0;
    return text.substring(0, text.length() - end);
  }

  private static Map<String, String> metadata(CaseFolder.Case one) {
    Path directory = one.directory();
    Path numbered = one.file("metadata.json");
    Path own = Files.exists(numbered) ? numbered : directory.resolve("metadata.json");
    Path common = directory.resolve("..").resolve("..").resolve("metadata.json").normalize();
    boolean inCases =
        directory.toAbsolutePath().getParent() != null
            && directory.toAbsolutePath().getParent().endsWith(CaseFolders.CASES);
    Path file = Files.exists(own) ? own : inCases && Files.exists(common) ? common : null;
    return file == null ? Map.of() : MetadataText.parse(TextFiles.read(file), file.toString());
  }
}
