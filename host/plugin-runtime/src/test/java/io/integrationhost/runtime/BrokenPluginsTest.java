package io.integrationhost.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One directory full of broken jars beside two good ones: each is told apart, the good ones run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrokenPluginsTest {

  private static final String SERVICE = PluginJar.SERVICE;
  private static final String GOOD = Acme.plugin().source();

  private record Broken(String file, byte[] bytes, List<String> message) {
    Broken(String file, PluginJar jar, String... message) {
      this(file, jar.bytes(), List.of(message));
    }

    @Override
    public String toString() {
      return file;
    }
  }

  private TestHost host;
  private PluginCatalog catalog;

  private static final List<Broken> BROKEN = makeBroken().toList();

  static List<Broken> broken() {
    return BROKEN;
  }

  private static Stream<Broken> makeBroken() {
    byte[] good = Acme.plugin().jar("truncated").bytes();
    return Stream.of(
        new Broken("zero-bytes", new byte[0], List.of("is empty (0 bytes)", "completely")),
        new Broken("empty-jar", PluginJar.empty(), "is not a plugin", SERVICE),
        new Broken(
            "text",
            "hello".getBytes(StandardCharsets.UTF_8),
            List.of("is not a readable jar", "copy it")),
        new Broken(
            "truncated",
            Arrays.copyOf(good, good.length - 40),
            List.of("is not a readable jar", "copy it there again")),
        new Broken(
            "damaged", damaged(good), List.of("is not a readable jar", "copy it there again")),
        new Broken(
            "wrong-service",
            Acme.plugin().jar("wrong-service").service("com.acme.Acme"),
            SERVICE + " names com.acme.Acme, which the jar does not contain",
            "put its library into lib/"),
        new Broken(
            "two-providers",
            Acme.plugin().jar("two-providers").service("acme.Acme\nacme.Other"),
            "names 2 classes: acme.Acme, acme.Other",
            "leave exactly one"),
        new Broken(
            "second-provider-in-lib",
            Acme.plugin()
                .jar("second-provider-in-lib")
                .library(
                    "other.jar",
                    PluginJar.empty()
                        .source(
                            "other.Other", GOOD.replace("acme;", "other;").replace("Acme", "Other"))
                        .service("other.Other")),
            "a library in lib/ offers another TransportPlugin",
            "remove that library"),
        new Broken(
            "no-service",
            Acme.plugin().jar("no-service").without(SERVICE),
            "it has no " + SERVICE,
            "add that file"),
        new Broken(
            "empty-service",
            Acme.plugin().jar("empty-service").service("# nothing"),
            SERVICE + " is empty"),
        new Broken(
            "private-constructor",
            PluginJar.of("private-constructor", "1.0.0", GOOD.replace("public Acme()", "Acme()")),
            "acme.Acme has no public constructor without parameters; add one"),
        new Broken(
            "not-a-plugin-class",
            PluginJar.of("not-a-plugin-class", "1.0.0", "package acme; public class Acme {}"),
            "acme.Acme does not implement TransportPlugin"),
        new Broken(
            "constructor-throws",
            Acme.plugin()
                .with("constructor", "throw new IllegalStateException(\"no luck\");")
                .jar("constructor-throws"),
            "plugin constructor-throws 1.0.0",
            "its constructor failed: java.lang.IllegalStateException: no luck"),
        new Broken(
            "constructor-blocks",
            Acme.plugin().with("constructor", "block();").jar("constructor-blocks"),
            "its constructor failed: it did not return within",
            "thread 'plugin-constructor-blocks' stands at",
            "acme.Acme.block",
            "no method of a plugin may block"),
        new Broken(
            "static-initialiser-throws",
            Acme.plugin()
                .members("static final int X = Integer.parseInt(\"x\");")
                .jar("static-initialiser-throws"),
            "its constructor failed: java.lang.NumberFormatException"),
        new Broken(
            "missing-library",
            PluginJar.empty()
                .manifest("Plugin-Id", "missing-library")
                .manifest("Plugin-Version", "1.0.0")
                .sources(
                    Map.of(
                        "acme.Acme",
                        GOOD.replace(
                            "class Acme implements", "class Acme extends lib.Base implements"),
                        "lib.Base",
                        "package lib; public class Base {}"))
                .without("lib/Base.class")
                .service("acme.Acme"),
            "java.lang.NoClassDefFoundError: lib/Base",
            "put the library that holds the missing class into lib/"),
        new Broken(
            "too-new",
            Acme.plugin().jar("too-new").release("acme.Acme", 99),
            "its class acme.Acme needs Java 99",
            "build the plugin with --release"),
        new Broken(
            "bad-id",
            PluginJar.of("Bad_Id", "1.0.0", GOOD),
            "Plugin-Id in its manifest is 'Bad_Id'",
            "lower case letters"),
        new Broken(
            "bad-version",
            PluginJar.of("bad-version", "one", GOOD),
            "Plugin-Version in its manifest is 'one'",
            "such as 1.2.3"),
        new Broken(
            "bad-requires",
            plain("bad-requires").manifest("Plugin-Requires", "[1.2,2.0)"),
            "Plugin-Requires in its manifest is '[1.2,2.0)'",
            "such as ^1.1.0"),
        new Broken(
            "newer-minor",
            plain("newer-minor").manifest("Plugin-Requires", "^1.99.0"),
            "was built for plugin API 1.99, this host offers 1.1",
            "upgrade the host"),
        new Broken(
            "other-major",
            plain("other-major").manifest("Plugin-Requires", "^2.0.0"),
            "was built for plugin API 2.0, this host offers 1.1",
            "API 1.x"),
        new Broken(
            "dependencies",
            Acme.plugin().jar("dependencies").manifest("Plugin-Dependencies", "tcp"),
            "Plugin-Dependencies",
            "put the libraries it needs into lib/"),
        new Broken(
            "bad-defaults",
            Acme.plugin().jar("bad-defaults").text("plugin.conf", "port = [1"),
            "its plugin.conf is not valid",
            "correct the file"),
        new Broken(
            "unresolved-defaults",
            Acme.plugin()
                .jar("unresolved-defaults")
                .text("plugin.conf", "port = ${nowhere.at-all}"),
            "its plugin.conf is not valid",
            "nowhere.at-all"),
        new Broken(
            "damaged-library",
            Acme.plugin().jar("damaged-library").text("lib/helper.jar", "not a jar"),
            "its library lib/helper.jar is not a readable jar"),
        new Broken(
            "nested-library",
            Acme.plugin().jar("nested-library").library("deep/helper.jar", PluginJar.empty()),
            "'lib/deep/helper.jar' is not directly in lib/"),
        new Broken(
            "escaping-entry",
            Acme.plugin().jar("escaping-entry").text("lib/../../evil.jar", "x"),
            "'lib/../../evil.jar', which points outside of the jar"));
  }

  private static PluginJar plain(String id) {
    return PluginJar.empty()
        .manifest("Plugin-Id", id)
        .manifest("Plugin-Version", "1.0.0")
        .source("acme.Acme", GOOD)
        .service("acme.Acme");
  }

  /** Changes a byte in the middle of the compressed content. */
  private static byte[] damaged(byte[] jar) {
    byte[] bytes = jar.clone();
    bytes[bytes.length / 3] ^= 0x55;
    return bytes;
  }

  @BeforeAll
  void loadAll(@TempDir Path root) throws IOException {
    host =
        new TestHost(
            root,
            new Deadlines(Duration.ofSeconds(2), TestHost.LONG, TestHost.SHORT, TestHost.LONG),
            10);
    Acme.plugin().jar("a-good-one").writeTo(host.plugins().resolve("a-good-one.jar"));
    Acme.plugin().jar("z-good-one").writeTo(host.plugins().resolve("z-good-one.jar"));
    Files.createDirectories(host.plugins().resolve("directory.jar"));
    Files.writeString(host.plugins().resolve(".hidden.jar"), "not looked at");
    Files.writeString(host.plugins().resolve("readme.txt"), "not looked at");
    for (Broken jar : broken()) {
      Files.write(host.plugins().resolve(jar.file() + ".jar"), jar.bytes());
    }
    catalog = host.runtime().load();
  }

  @AfterAll
  void close() {
    host.close();
  }

  @ParameterizedTest
  @MethodSource("broken")
  void isRejectedWithFileReasonAndCure(Broken jar) {
    Path file = host.plugins().resolve(jar.file() + ".jar");
    assertThat(catalog.rejected())
        .filteredOn(rejected -> rejected.file().equals(file))
        .singleElement()
        .satisfies(
            rejected -> {
              assertThat(rejected.message()).startsWith(file + ": ").contains(jar.message());
              assertThat(rejected.cure()).isNotBlank();
            });
  }

  @Test
  void goodOnesRunBesideThem() throws Exception {
    assertThat(catalog.plugins()).extracting(PluginInfo::id).contains("a-good-one", "z-good-one");
    for (String id : List.of("a-good-one", "z-good-one")) {
      HostedTransport transport = host.create(id);
      assertThat(TestHost.get(transport.start())).isNull();
      assertThat(TestHost.get(transport.stop())).isNull();
    }
  }

  @Test
  void everyFileIsAccountedFor() throws IOException {
    assertThat(catalog.plugins()).hasSize(2);
    assertThat(catalog.superseded()).isEmpty();
    assertThat(catalog.rejected()).hasSize(broken().size() + 1);
    assertThat(catalog.rejected())
        .filteredOn(rejected -> rejected.file().endsWith("directory.jar"))
        .singleElement()
        .satisfies(rejected -> assertThat(rejected.reason()).isEqualTo("is not a file"));
  }
}
