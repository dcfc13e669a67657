package io.integrationhost.cli.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonObject;
import io.integrationhost.cli.check.Finding.Level;
import io.integrationhost.emulator.EmulatedConverter;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.EmulatedIntegrationBuilder;
import io.integrationhost.emulator.Emulator;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.host.settings.SettingsLoader;
import io.integrationhost.host.store.ConfigurationStore;
import io.integrationhost.remote.ConverterConfiguration;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.spool.SpoolStore;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckTest {

  private static final String GOOD =
      "return {deviceName: 'd', deviceType: 't', telemetry: {a: 1}};";

  @TempDir private Path directory;

  private final Emulator emulator = Emulator.start(EmulatorSettings.builder().build());
  private boolean remembers = true;
  private String more = "";
  private Path data;
  private Path calls;

  @BeforeEach
  void installThePlugin() throws IOException {
    data = directory.resolve("data");
    calls = Files.createDirectories(directory.resolve("calls"));
    Files.createDirectories(directory.resolve("plugins"));
    TriedPlugin.jar(directory.resolve("plugins/tcp.jar"), true);
  }

  @AfterEach
  void stopEmulator() {
    emulator.close();
  }

  private static EmulatedConverter converter(String name, String key, String script) {
    JsonObject json = new JsonObject();
    json.addProperty("scriptLang", key.startsWith("tbel") ? "TBEL" : "JS");
    json.addProperty(key, script);
    return EmulatedConverter.of(name, json.toString());
  }

  private EmulatedIntegrationBuilder integration(String key, String slice) {
    JsonObject configuration = new JsonObject();
    configuration.addProperty("configuration", "{\"calls\": \"" + calls + "\"" + slice + "}");
    return EmulatedIntegration.builder(key, key + "-secret")
        .name(key)
        .configuration(configuration.toString())
        .uplinkConverter(converter(key + " up", "decoder", GOOD));
  }

  private String settings(String... keys) {
    StringBuilder text =
        new StringBuilder(
            """
            thingsboard { host = "127.0.0.1", port = %d }
            plugins.directory = "%s"
            data-directory = "%s"
            remember-configuration = %s
            """
                .formatted(emulator.port(), directory.resolve("plugins"), data, remembers));
    text.append(more);
    for (String key : keys) {
      text.append(
          "integrations.%s { routing-key = %s, secret = %s-secret }\n".formatted(key, key, key));
    }
    return text.toString();
  }

  @Test
  void tellsOfSectionsForPluginsThatAreNotThere() throws IOException {
    more = "plugins.tpc { a = 1 }\nplugins.tcp { b = 1 }\nplugins.something-else { c = 1 }\n";
    emulator.add(integration("good", ", \"port\": " + freePort()).build());
    assertThat(at(check(false, "good"), Level.WARNING))
        .contains(
            "settings: plugins.tpc is read by nobody, as no plugin of that id is installed; did you"
                + " mean plugins.tcp?",
            "settings: plugins.something-else is read by nobody, as no plugin of that id is"
                + " installed; install it, or remove the section")
        .noneMatch(line -> line.contains("plugins.tcp is read by nobody"));
  }

  private List<Finding> check(boolean takeOver, String... keys) throws IOException {
    List<Finding> findings = new ArrayList<>();
    Path work = Files.createTempDirectory(directory, "work");
    new Check(
            new SettingsLoader(directory, Map.of("RPC_TIMEOUT", "5")).loadText(settings(keys)),
            work,
            takeOver,
            findings::add)
        .run(Set.of());
    return findings;
  }

  private static List<String> at(List<Finding> findings, Level level) {
    return findings.stream()
        .filter(finding -> finding.level() == level)
        .map(finding -> finding.subject() + ": " + finding.message())
        .toList();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void vouchesForWhatCanWorkWithoutStartingIt() throws IOException {
    emulator.add(
        integration("good", ", \"port\": " + freePort())
            .uplinkConverter(converter("up", "decoder", "return payload.no.such;"))
            .downlinkConverter(converter("down", "tbelEncoder", "return msg.a.b;"))
            .build());
    List<Finding> findings = check(false, "good");
    assertThat(at(findings, Level.PROBLEM)).isEmpty();
    assertThat(at(findings, Level.WARNING))
        .singleElement()
        .asString()
        .contains("environment variable RPC_TIMEOUT is set but has no meaning here");
    assertThat(at(findings, Level.OK))
        .contains(
            "integration good, transport tcp: can be made by plugin tcp 1.0.0",
            "integration good, uplink converter: 'up', its script can be compiled",
            "integration good, downlink converter: 'down', its script can be compiled")
        .anyMatch(line -> line.matches("integration good, transport tcp: TCP port \\d+ is free"));
    assertThat(calls.resolve("created")).exists();
    assertThat(calls.resolve("stopped")).exists();
    assertThat(calls.resolve("started")).doesNotExist();
  }

  @Test
  void compilesTheScriptsOfBothDirectionsAndLanguages() throws IOException {
    emulator.add(
        integration("js", "")
            .uplinkConverter(converter("up", "decoder", "var a = 1;\nreturn {a: ;"))
            .downlinkConverter(converter("down", "encoder", "return {"))
            .build());
    emulator.add(
        integration("tbel", "")
            .uplinkConverter(converter("tbel up", "tbelDecoder", "return foo("))
            .downlinkConverter(converter("tbel down", "tbelEncoder", "var a = ;"))
            .build());
    emulator.add(
        integration("dedicated", "")
            .uplinkConverter(
                converter("loriot up", "decoder", "return {a").dedicatedTo("LORIOT", 2))
            .build());
    assertThat(at(check(false, "js", "tbel", "dedicated"), Level.PROBLEM))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith("integration dedicated, uplink converter: ")
                    .contains("Can't compile script"),
            line ->
                assertThat(line)
                    .startsWith("integration js, uplink converter: ")
                    .contains("line 2"),
            line -> assertThat(line).startsWith("integration js, downlink converter: "),
            line -> assertThat(line).startsWith("integration tbel, uplink converter: "),
            line -> assertThat(line).startsWith("integration tbel, downlink converter: "));
  }

  @Test
  void asksThePluginWhetherASliceCanBeUsed() throws IOException {
    emulator.add(integration("bad", ", \"port\": \"abc\"").build());
    assertThat(at(check(false, "bad"), Level.PROBLEM))
        .singleElement()
        .asString()
        .startsWith("integration bad, transport tcp: ")
        .contains("port");
  }

  @Test
  void twoIntegrationsOnOnePortNameEachOther() throws IOException {
    int port = freePort();
    emulator.add(integration("hall", ", \"port\": " + port).build());
    emulator.add(
        integration("yard", ", \"clientConfiguration\": {\"port\": " + port + "}").build());
    assertThat(at(check(false, "yard", "hall"), Level.PROBLEM))
        .containsExactly(
            "integration yard, transport tcp: TCP port %d is wanted by integration hall, transport tcp too, and only one of them can have it; change 'clientConfiguration.port' of one"
                .formatted(port));
  }

  @Test
  void aTakenPortIsAProblemUnlessAHostRuns() throws IOException {
    try (ServerSocket other = new ServerSocket(0)) {
      emulator.add(integration("hall", ", \"port\": " + other.getLocalPort()).build());
      String taken = "TCP port " + other.getLocalPort() + " is already in use on this machine";
      assertThat(at(check(false, "hall"), Level.PROBLEM))
          .singleElement()
          .asString()
          .startsWith("integration hall, transport tcp: " + taken)
          .endsWith("; stop the other program or change 'port'");
      try (SpoolStore running = SpoolStore.open(data.resolve("spool"))) {
        List<Finding> findings = check(false, "hall");
        assertThat(at(findings, Level.PROBLEM)).isEmpty();
        assertThat(at(findings, Level.WARNING))
            .anyMatch(line -> line.startsWith("data directory: " + data + " is in use by a host"));
        assertThat(at(findings, Level.OK))
            .anyMatch(line -> line.contains(taken) && line.contains("by the host that runs"));
        assertThat(running).isNotNull();
      }
    }
  }

  @Test
  void theSessionOfARunningHostIsLeftAlone() throws IOException {
    new ConfigurationStore(data.resolve("configurations"), Runnable::run, Clock.systemUTC())
        .save("hall", "hall", told("hall"));
    emulator.stopListening();
    try (SpoolStore running = SpoolStore.open(data.resolve("spool"))) {
      List<Finding> findings = check(false, "hall");
      assertThat(at(findings, Level.PROBLEM))
          .singleElement()
          .asString()
          .startsWith("integration hall, uplink converter: Converter 'hall up'");
      assertThat(at(findings, Level.WARNING))
          .anyMatch(line -> line.startsWith("integration hall: ") && line.contains("--take-over"));
      remembers = false;
      assertThat(at(check(false, "hall"), Level.WARNING))
          .anyMatch(line -> line.startsWith("integration hall: not looked at; ThingsBoard is not"));
      assertThat(at(check(true, "hall"), Level.PROBLEM))
          .singleElement()
          .asString()
          .contains("integration hall: ", "refused");
      assertThat(running).isNotNull();
    }
  }

  private IntegrationConfiguration told(String name) {
    UUID id = new UUID(1, 2);
    return new IntegrationConfiguration(
        id,
        id,
        name,
        name,
        "CUSTOM",
        "{\"configuration\": \"{\\\"calls\\\": \\\"" + calls + "\\\"}\"}",
        "{}",
        true,
        Optional.empty(),
        new ConverterConfiguration(
            id,
            id,
            name + " up",
            "{\"decoder\": \"return {\"}",
            "{}",
            Optional.empty(),
            Optional.empty(),
            0),
        Optional.empty());
  }

  @Test
  void tellsWhatARunWouldWarnOf() throws IOException {
    TriedPlugin.jar(directory.resolve("plugins/tcp.jar"), false);
    Files.setPosixFilePermissions(
        directory.resolve("plugins/tcp.jar"), PosixFilePermissions.fromString("rw-rw-rw-"));
    emulator.add(
        integration("hall", ", \"plugins\": {\"tcp\": {\"calls\": \"" + calls + "\"}}").build());
    assertThat(at(check(false, "hall"), Level.WARNING))
        .anyMatch(line -> line.startsWith("plugin tcp: does not say which plugin API"))
        .anyMatch(line -> line.contains("may change the plugin jar"))
        .anyMatch(line -> line.contains("key 'calls' stands beside plugins and is not read"));
  }

  @Test
  void aDataDirectoryThatCannotBeIsAProblem() throws IOException {
    assertThat(new DataDirectory(data).problem()).isEmpty();
    assertThat(new DataDirectory(data.resolve("deep/below")).problem()).isEmpty();
    Path file = Files.createFile(directory.resolve("file"));
    for (Path path : List.of(file, file.resolve("data"))) {
      assertThat(new DataDirectory(path).problem())
          .contains(file + " is no directory; remove that file or set data-directory");
    }
    Path spool = Files.createDirectories(data.resolve("spool"));
    assertThat(new DataDirectory(data).problem()).isEmpty();
    Files.setPosixFilePermissions(spool, PosixFilePermissions.fromString("r-x------"));
    assumeThat(Files.isWritable(spool)).as("root may write everywhere").isFalse();
    assertThat(new DataDirectory(data).problem()).get().asString().startsWith(spool + " cannot be");
  }

  @Test
  void aFileWithSecretsThatAllCanReadIsNamed() throws IOException {
    Path conf = Files.writeString(directory.resolve("host.conf"), settings("hall"));
    Path other = Files.writeString(directory.resolve("other.conf"), "# no secret");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-r--r--"));
    SecretFiles secrets =
        new SecretFiles(new SettingsLoader(directory, Map.of()).load(Optional.of(conf)));
    Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(secrets.findings(Set.of(conf, other))).isEmpty();
    Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(at(secrets.findings(Set.of(conf, other)), Level.WARNING))
        .containsExactly(
            "secrets: %s holds the secret of an integration, and every user of this machine can read it; take that right away (chmod o-r %s)"
                .formatted(conf, conf));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
    assertThat(secrets.findings(Set.of(conf, other))).isEmpty();
  }

  @Test
  void aSecretIsFoundWhereAValueStandsNotInAComment() throws IOException {
    Path conf = directory.resolve("host.conf");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    SecretFiles secrets =
        new SecretFiles(
            new SettingsLoader(
                    directory,
                    Map.of("INTEGRATION_ROUTING_KEY", "k", "INTEGRATION_SECRET", "secret"))
                .load(Optional.empty()));
    Map<String, Boolean> texts =
        Map.of(
            "## secret = \"...\"  # what \"secret:meter-key\" means, or secret-file", false,
            "x { secret = secret }", true,
            "{\"secret\":\"secret\"}", true,
            "secret\n", true);
    for (Map.Entry<String, Boolean> each : texts.entrySet()) {
      Files.writeString(conf, each.getKey());
      Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString("rw-r--r--"));
      assertThat(!secrets.findings(Set.of(conf)).isEmpty())
          .as(each.getKey())
          .isEqualTo(each.getValue());
    }
  }
}
