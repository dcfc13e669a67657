package io.integrationhost.distribution;

import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What a build before this one left behind when it was killed, and the integrations of it. */
final class EarlierData {

  static final List<String> KEYS = List.of("barn", "hall", "yard");
  static final int READINGS = 40;

  private static final Pattern LISTENING = Pattern.compile("'(\\w+)'.*listening on port (\\d+)");

  private static final EmulatedConverter DECODER =
      EmulatedConverter.of(
          "decoder",
          """
          {"scriptLang": "JS", "decoder": "var v = String.fromCharCode.apply(String, payload)\
          .split(','); if (isNaN(v[0])) throw new Error('no number'); return {deviceName: 'unnamed',\
           deviceType: 'sensor', telemetry: {temperature: Number(v[0])}};"}
          """);

  private static final EmulatedConverter ENCODER =
      EmulatedConverter.of(
          "encoder",
          """
          {"scriptLang": "JS", "encoder": "return {contentType: 'TEXT', data: 'v' + msg.v};"}
          """);

  private EarlierData() {}

  static void addIntegrations(Emulator emulator) {
    for (String key : KEYS) {
      EmulatedIntegration guide = Integrations.guide(key, 0);
      String own = "{\"port\": 0, \"appendLineEndToDownlinks\": true}";
      emulator.add(
          guide.toBuilder()
              .configuration(Integrations.custom(own))
              .uplinkConverter(DECODER)
              .downlinkConverter(ENCODER)
              .build());
    }
  }

  static Path settings(Path directory, Emulator emulator) throws IOException {
    Path settings = Settings.of(directory, emulator.port(), KEYS.toArray(String[]::new));
    // What was recorded long ago must still wait.
    return Files.writeString(
        settings, "downlinks.time-to-live = 36500d\n", StandardOpenOption.APPEND);
  }

  /** Where an integration listens. */
  static int port(RunningHost host, String key) {
    Matcher[] found = new Matcher[1];
    host.awaitLine(
        line -> {
          Matcher match = LISTENING.matcher(line);
          if (match.find() && match.group(1).equals(key)) {
            found[0] = match;
          }
          return found[0] != null;
        });
    return Integer.parseInt(found[0].group(2));
  }

  /** Puts it where the settings have their data directory. */
  static void unpack(String recorded, Path directory) throws IOException {
    Path resources = Path.of(System.getProperty("checkout"), "distribution/src/test/resources");
    try (InputStream in = Files.newInputStream(resources.resolve(recorded));
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = directory.resolve("data").resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
  }
}
