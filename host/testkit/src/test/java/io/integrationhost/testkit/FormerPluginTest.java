package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.integrationhost.emulator.EmulatedDownlink;
import io.integrationhost.emulator.ReceivedItem;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A plugin that was built against API 1.0 runs on the host of today. */
final class FormerPluginTest {

  private static final Path API =
      Path.of("..", "..", "plugin-api", "api", "baseline", "plugin-api-1.0.jar");
  private static final TemporaryFolder WORK = TemporaryFolder.create("former-plugin");

  @RegisterExtension
  static final HostExtension HOST =
      HostExtension.plugin(compiled())
          .configuration("{\"word\": \"known\"}")
          .decoder("return {deviceName: 'raw', telemetry: {raw: 1}};");

  @AfterAll
  static void removeFolder() throws IOException {
    WORK.close();
  }

  private static Path compiled() {
    try {
      Path source = WORK.path().resolve("FormerPlugin.java");
      try (InputStream text =
          FormerPluginTest.class.getResourceAsStream("/former/FormerPlugin.java")) {
        Files.copy(text, source);
      }
      Path classes = Files.createDirectory(WORK.path().resolve("former"));
      compile(source, classes);
      Path services = Files.createDirectories(classes.resolve("META-INF/services"));
      Files.writeString(
          services.resolve("io.integrationhost.plugin.TransportPlugin"), "former.FormerPlugin");
      Files.writeString(
          classes.resolve("META-INF/MANIFEST.MF"),
          """
          Manifest-Version: 1.0
          Plugin-Id: former
          Plugin-Version: 1.0.0
          Plugin-Requires: ^1.0.0
          """);
      Files.writeString(classes.resolve("plugin.conf"), "word = unknown\n");
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compile(Path source, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "--release",
              "17",
              "-proc:none",
              "-cp",
              API + File.pathSeparator + jarOf(Config.class),
              "-d",
              classes.toString());
      boolean compiled =
          compiler
              .getTask(problems, files, null, options, null, files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as("%s", problems).isTrue();
    }
  }

  private static Path jarOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theJarIsTheOneOfThatRelease() throws IOException {
    try (JarFile jar = new JarFile(API.toFile())) {
      assertThat(jar.getEntry("io/integrationhost/plugin/TransportContext.class")).isNotNull();
      assertThat(jar.getEntry("io/integrationhost/plugin/Wire.class")).isNull();
    }
  }

  @Test
  void findsWhatItKnows() {
    Map<String, Object> found = new HashMap<>();
    for (String key :
        List.of(
            "double",
            "receiptOfPayload",
            "receiptOfNamed",
            "receiptOfAttributes",
            "receiptOfNothing")) {
      found.putAll(awaitReport(key));
    }
    assertThat(found)
        .containsEntry("names", "dev former")
        .containsEntry("config", "known")
        .containsEntry("directory", "true")
        .containsEntry(
            "uplinks",
            "[[1, 2], BINARY, {k=v}, s, name, false, true, true, Payload[BINARY, 2 bytes, s], d, t,"
                + " 5, {}, [a], true]")
        .containsEntry("downlink.made", "d true")
        .containsEntry(
            "receipts",
            "stored [] []; stored [a] [a]; nothing [] []; nothing [b] [b]; rejected INVALID true"
                + " []; truetrue")
        .containsEntry("values", "true 1 1.5 text {}")
        .containsEntry("health", "DOWN why true")
        .containsEntry("exception", "what why REJECTED")
        .containsEntry("double", "double of dev")
        .containsEntry("receiptOfPayload", "stored [raw]")
        .containsEntry("receiptOfNamed", "stored [named]")
        .containsEntry("receiptOfAttributes", "stored [attributed]")
        .containsEntry("receiptOfNothing", "rejected INVALID true");
  }

  @Test
  void whatItPublishesArrives() {
    assertThat(HOST.awaitDevice("named").telemetry()).hasSize(1);
    assertThat(HOST.awaitDevice("attributed").attributes()).containsEntry("serial", "S1");
    assertThat(HOST.awaitDevice("attributed").type()).isEqualTo("meter");
  }

  @Test
  void takesADownlink() {
    HOST.awaitDevice("former");
    HOST.thingsBoard().push(EmulatedDownlink.of("former", "RPC", "{\"v\":7}"));
    assertThat(awaitReport("downlink").get("downlink"))
        .asString()
        .startsWith("former ")
        .contains("7")
        .endsWith(" false");
  }

  private static Map<String, Object> awaitReport(String key) {
    return reports(
        HOST.await(item -> item.name().equals("former") && reports(item).containsKey(key)));
  }

  private static Map<String, Object> reports(ReceivedItem item) {
    return item.telemetry().isEmpty() ? Map.of() : item.telemetry().get(0).values();
  }
}
