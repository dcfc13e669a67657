package io.integrationhost.converter.dedicated;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A message of each platform as its documentation shows it, with all that may be in it. */
public final class Samples {
  private static final Path DIRECTORY = Path.of("src/test/resources/dedicated");

  private Samples() {}

  public static JsonObject of(String platform) {
    String file =
        switch (platform) {
          case "CHIRPSTACK" -> "chirpstack.json";
          case "TTN", "TTI" -> "things-stack.json";
          case "LORIOT" -> "loriot.json";
          case "THINGPARK", "TPE" -> "thingpark.json";
          default -> throw new IllegalArgumentException(platform);
        };
    try {
      return JsonParser.parseString(Files.readString(DIRECTORY.resolve(file))).getAsJsonObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same without what stands at some places. */
  public static JsonObject without(String platform, String... paths) {
    JsonObject sample = of(platform);
    for (String path : paths) {
      int last = path.lastIndexOf('.');
      JsonElement parent =
          last < 0 ? sample : JsonPath.of(path.substring(0, last)).find(sample).orElseThrow();
      if (parent.getAsJsonObject().remove(path.substring(last + 1)) == null) {
        throw new IllegalArgumentException("nothing at " + path);
      }
    }
    return sample;
  }

  static Unwrapped unwrap(String platform, JsonObject message) {
    return Platform.of(platform)
        .orElseThrow()
        .unwrap(message.toString().getBytes(StandardCharsets.UTF_8), 1234);
  }
}
