package io.integrationhost.emulator.file;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.integrationhost.emulator.DebugSettings;
import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.ground.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads a section {@code uplink-converter} or {@code downlink-converter}. */
final class ConverterReader {
  /** Which of the two a converter is; the constants know the keys of facts 5.1. */
  enum Direction {
    UPLINK("decoder", "tbelDecoder"),
    DOWNLINK("encoder", "tbelEncoder");

    private final String jsKey;
    private final String tbelKey;

    Direction(String jsKey, String tbelKey) {
      this.jsKey = jsKey;
      this.tbelKey = tbelKey;
    }
  }

  private enum Language {
    JS,
    TBEL
  }

  private final Path directory;

  /** Script files are looked for relative to the directory. */
  ConverterReader(Path directory) {
    this.directory = directory;
  }

  EmulatedConverter read(Keys section, Direction direction, String defaultName) {
    String name = section.text("name").orElse(defaultName);
    EmulatedConverter converter =
        EmulatedConverter.of(name, configuration(section, direction))
            .withId(Ids.read(section, "converter:" + defaultName));
    Optional<DebugSettings> debug = DebugReader.read(section);
    Optional<String> type = section.text("integration-type");
    int version = section.whole("version", Integer.MIN_VALUE, Integer.MAX_VALUE).orElse(0);
    section.refuseUnknown();
    return new EmulatedConverter(
        converter.id(),
        converter.name(),
        converter.configuration(),
        converter.additionalInfo(),
        debug,
        type,
        version);
  }

  private String configuration(Keys section, Direction direction) {
    Optional<JsonObject> raw = JsonValues.object(section, "configuration");
    Optional<String> script = section.text("script");
    Optional<String> file = section.text("script-file");
    Language language = section.choice("lang", Language.class).orElse(Language.JS);
    List<String> updateOnlyKeys = section.texts("update-only-keys");
    boolean fromParts = script.isPresent() || file.isPresent();
    if (raw.isPresent() && (fromParts || !updateOnlyKeys.isEmpty())) {
      section.problem(
          "configuration",
          "stands beside script, script-file or update-only-keys",
          "give the converter's JSON as a whole or its parts, not both");
    } else if (script.isPresent() && file.isPresent()) {
      section.problem("script-file", "stands beside script", "keep one of the two");
    } else if (section.value("configuration").isEmpty() && !fromParts) {
      section.problem(
          "script", "is missing", "add script, script-file or the converter's configuration");
    }
    if (section.value("configuration").isPresent()) {
      return section.value("configuration").map(JsonValues::text).orElseThrow();
    }
    JsonObject json = new JsonObject();
    json.addProperty("scriptLang", language.name());
    json.addProperty(
        language == Language.JS ? direction.jsKey : direction.tbelKey,
        script.or(() -> file.map(name -> content(section, name))).orElse(""));
    if (direction == Direction.UPLINK) {
      JsonArray keys = new JsonArray();
      updateOnlyKeys.forEach(keys::add);
      json.add("updateOnlyKeys", keys);
    }
    return json.toString();
  }

  private String content(Keys section, String name) {
    try {
      return Files.readString(directory.resolve(name));
    } catch (IOException | InvalidPathException e) {
      section.problem(
          "script-file",
          "cannot be read: " + name,
          "check that the file exists, is readable UTF-8 text and is given relative to this file");
      return "";
    }
  }
}
