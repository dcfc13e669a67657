package io.integrationhost.cli;

import com.typesafe.config.ConfigUtil;
import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.plugin.TransportPlugin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What a host needs to run in a directory: settings, a stand-in for ThingsBoard, and plugins: that
 * of integration 'yard' talks, that of 'hall' cannot be used.
 */
final class TalkingHost implements AutoCloseable {

  static final String SECRET = "7f3d-never-shown";

  private final Path directory;
  private final Emulator emulator = Emulator.start(EmulatorSettings.builder().build());

  TalkingHost(Path directory, String more) throws IOException {
    this.directory = directory;
    Path plugins = Files.createDirectory(directory.resolve("plugins"));
    plugin(plugins, "talking", "TalkingPlugin", "TalkingPlugin$Talking");
    plugin(plugins, "tools", "ToolPlugin");
    StringBuilder settings =
        new StringBuilder(
            """
            thingsboard { host = "127.0.0.1", port = %d }
            data-directory = %s
            plugins.directory = %s
            converter.max-memory = 1 GiB
            admin.port = 0
            %s
            """
                .formatted(
                    emulator.port(),
                    ConfigUtil.quoteString(data().toString()),
                    ConfigUtil.quoteString(plugins.toString()),
                    more));
    for (String name : List.of("yard", "hall")) {
      emulator.add(
          EmulatedIntegration.builder(name, SECRET)
              .configuration("{\"configuration\": {}, \"metadata\": {}}")
              .uplinkConverter(
                  EmulatedConverter.of(
                      name,
                      "{\"scriptLang\": \"JS\", \"decoder\": \"return {deviceName: 'd', deviceType:"
                          + " 't', telemetry: {v: decodeToString(payload).length}};\"}"))
              .build());
      settings.append(
          "integrations.%s { routing-key = %s, secret = %s, plugin = %s }%n"
              .formatted(name, name, SECRET, name.equals("yard") ? "talking" : "tools"));
    }
    Files.writeString(settings(), settings);
  }

  private static void plugin(Path plugins, String id, String... classes) throws IOException {
    String place = TalkingHost.class.getPackageName().replace('.', '/') + "/";
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(plugins.resolve(id + ".jar")))) {
      text(
          zip,
          "META-INF/MANIFEST.MF",
          "Manifest-Version: 1.0\nPlugin-Id: %s\nPlugin-Version: 1.0.0\n".formatted(id));
      text(
          zip,
          "META-INF/services/" + TransportPlugin.class.getName(),
          place.replace('/', '.') + classes[0]);
      for (String part : classes) {
        zip.putNextEntry(new ZipEntry(place + part + ".class"));
        try (InputStream bytes =
            TalkingHost.class.getClassLoader().getResourceAsStream(place + part + ".class")) {
          bytes.transferTo(zip);
        }
      }
    }
  }

  private static void text(ZipOutputStream zip, String entry, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(entry));
    zip.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }

  Path settings() {
    return directory.resolve("host.conf");
  }

  Path data() {
    return directory.resolve("data");
  }

  Emulator emulator() {
    return emulator;
  }

  @Override
  public void close() {
    emulator.close();
  }
}
