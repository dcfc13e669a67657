package io.integrationhost.convert;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a converter in a file: a bare script, a converter's configuration or export, an emulator's
 * file, or a configuration that a host remembered.
 */
public final class ConverterFiles {
  private static final String NAME = "convert";

  private ConverterFiles() {}

  /**
   * Reads one.
   *
   * @throws InputException when there is none in the file, or not the one that was wished for
   */
  public static TriedConverter read(Path file, Wish wish) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String text = TextFiles.read(file);
    if (name.endsWith(".json") || name.endsWith(".conf") || name.endsWith(".hocon")) {
      return fromConfiguration(file, text, wish);
    }
    String language =
        wish.language().orElse(name.endsWith(".tbel") || name.endsWith(".mvel") ? "TBEL" : "JS");
    return TriedConverter.of(
            file.getFileName().toString(), wish.downlink(), new ScriptText(language, text), NAME)
        .withType(wish.type());
  }

  /**
   * A bare script with the other keys of a converter's configuration, such as updateOnlyKeys, that
   * stand in a file beside it.
   *
   * @param configuration a converter's configuration or export, without the script
   */
  public static TriedConverter read(Path script, Path configuration, Wish wish) {
    TriedConverter bare = read(script, wish);
    return ConverterJson.around(
            bare.origin(),
            parse(configuration, TextFiles.read(configuration)),
            bare.script(),
            bare.downlink())
        .choose(
            new Wish(
                bare.downlink(),
                Optional.of(bare.script().language()),
                wish.type(),
                wish.integration()),
            bare.metadata());
  }

  /** Whether a file holds a script as part of a converter's JSON. */
  public static boolean holdsScript(Path file) {
    return ConverterJson.find("", parse(file, TextFiles.read(file))).isPresent();
  }

  private static TriedConverter fromConfiguration(Path file, String text, Wish wish) {
    JsonObject json = parse(file, text);
    String origin = file.getFileName().toString();
    if (json.has("integrations")) {
      return new EmulatorConverters(file).choose(wish);
    }
    Optional<TriedConverter> remembered = RememberedConverters.find(origin, json, wish);
    return remembered.orElseGet(
        () ->
            ConverterJson.find(origin, json)
                .orElseThrow(() -> nothingIn(file))
                .choose(wish, Map.of("integrationName", NAME)));
  }

  private static InputException nothingIn(Path file) {
    return new InputException(
        file
            + ": there is no converter in it. It must hold a script under 'decoder', 'tbelDecoder',"
            + " 'encoder' or 'tbelEncoder' (a converter's configuration, or a converter exported"
            + " from ThingsBoard), or 'integrations' as the emulator's file does. A bare script"
            + " belongs in a file that ends in .js or .tbel");
  }

  private static JsonObject parse(Path file, String text) {
    try {
      String json =
          ConfigFactory.parseString(
                  text, ConfigParseOptions.defaults().setOriginDescription(file.toString()))
              .resolve()
              .root()
              .render(ConfigRenderOptions.concise());
      return JsonParser.parseString(json).getAsJsonObject();
    } catch (ConfigException e) {
      int line = e.origin() == null ? 0 : e.origin().lineNumber();
      throw new InputException(
          file
              + (line > 0 ? ": " + line : "")
              + ": is no valid JSON or HOCON: check braces, quotes and commas"
              + (line > 0 ? " at and before this line" : ""));
    }
  }
}
