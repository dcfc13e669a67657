package io.integrationhost.cli;

import io.integrationhost.convert.InputException;
import io.integrationhost.convert.Message;
import io.integrationhost.convert.MetadataText;
import io.integrationhost.convert.Payload;
import io.integrationhost.convert.Payload.Form;
import io.integrationhost.convert.PayloadReader;
import io.integrationhost.convert.TextFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of {@code convert} that say what to convert. */
final class ConvertInput {

  @ArgGroup private Source source;

  @Option(
      names = "--form",
      paramLabel = "FORM",
      description = "Of the lines of --lines: text (default), hex or base64.")
  private String form;

  @Option(
      names = "--metadata",
      paramLabel = "JSON|FILE",
      description = "Metadata of the message: a JSON object, or a file that holds one.")
  private String metadata;

  @Option(
      names = "--message-type",
      paramLabel = "TYPE",
      defaultValue = Message.DEFAULT_TYPE,
      description = "Of a downlink (msgType). Default: ${DEFAULT-VALUE}.")
  private String messageType;

  /** One of them. */
  private static final class Source {
    @Option(names = "--payload", paramLabel = "TEXT", description = "The payload as text.")
    private String text;

    @Option(
        names = "--hex",
        paramLabel = "HEX",
        description = "The payload in hexadecimal; blanks, colons and 0x are allowed.")
    private String hex;

    @Option(names = "--base64", paramLabel = "B64", description = "The payload in Base64.")
    private String base64;

    @Option(
        names = "--file",
        paramLabel = "FILE",
        description = "A file that holds the payload, byte for byte.")
    private Path file;

    @Option(
        names = "--lines",
        paramLabel = "FILE",
        description = "A file with a payload in each line, converted one after the other.")
    private Path lines;
  }

  boolean isGiven() {
    return source != null;
  }

  /** The files that it is read from. */
  Stream<Path> files() {
    return source == null
        ? Stream.empty()
        : Stream.concat(
            Stream.of(Optional.ofNullable(source.file), Optional.ofNullable(source.lines))
                .flatMap(Optional::stream),
            metadataFile().stream());
  }

  List<Message> messages() {
    Map<String, String> all = metadata();
    return payloads().stream().map(payload -> new Message(payload, all, messageType)).toList();
  }

  private List<Payload> payloads() {
    if (source == null) {
      throw new InputException(
          "Say what to convert: --payload TEXT, --hex HEX, --base64 B64, --file FILE or --lines"
              + " FILE");
    }
    if (form != null && source.lines == null) {
      throw new InputException(
          "--form belongs to --lines; for one payload there are --hex and --base64");
    }
    if (source.lines != null) {
      return PayloadReader.lines(source.lines, form());
    }
    if (source.file != null) {
      return List.of(new Payload("", TextFiles.bytes(source.file), Form.RAW));
    }
    if (source.hex != null) {
      return List.of(PayloadReader.read("", source.hex, Form.HEX, "--hex"));
    }
    return List.of(
        source.base64 != null
            ? PayloadReader.read("", source.base64, Form.BASE64, "--base64")
            : PayloadReader.read("", source.text, Form.TEXT, "--payload"));
  }

  private Form form() {
    if (form == null) {
      return Form.TEXT;
    }
    return switch (form.toLowerCase(Locale.ROOT)) {
      case "text" -> Form.TEXT;
      case "hex" -> Form.HEX;
      case "base64" -> Form.BASE64;
      default -> throw new InputException("--form must be text, hex or base64, is " + form);
    };
  }

  private Optional<Path> metadataFile() {
    return Optional.ofNullable(metadata)
        .filter(text -> !text.strip().startsWith("{"))
        .map(Path::of);
  }

  private Map<String, String> metadata() {
    if (metadata == null) {
      return Map.of();
    }
    String where = metadataFile().map(Path::toString).orElse("--metadata");
    return MetadataText.parse(metadataFile().map(TextFiles::read).orElse(metadata), where);
  }
}
