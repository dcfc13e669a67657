package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The check that the build runs on the plugin API, run on an API that was changed on purpose: once
 * as the build runs it, else only the part that must refuse the change.
 */
final class ApiStabilityTest {

  private static final Path API =
      Path.of(System.getProperty("checkout"), "plugin-api", "api").toAbsolutePath();

  /** The check wants the project to have a jar. */
  private static final String JAR = "org.apache.maven.plugins:maven-jar-plugin:jar";

  private static final String CHECK = "com.github.siom79.japicmp:japicmp-maven-plugin:cmp@";

  private record Outcome(int exitCode, String output) {}

  @TempDir Path root;

  @Test
  void acceptsAnApiThatGrows() throws IOException, InterruptedException {
    Path sources = copyOfTheApi();
    insertInto(sources, "Transport", "default void laterIdea() {}");
    insertInto(sources, "TransportContext", "String laterIdea();");
    Outcome outcome = check(sources, "verify");
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output())
        .contains(
            "(plugins-keep-building-and-loading)", "(host-interfaces-keep-what-plugins-call)");
  }

  @Test
  void refusesAnAbstractMethodThatPluginsWouldHaveToImplement()
      throws IOException, InterruptedException {
    Path sources = copyOfTheApi();
    insertInto(sources, "Transport", "void mustHave();");
    Outcome outcome = check(sources, JAR, CHECK + "plugins-keep-building-and-loading");
    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.output()).contains("io.integrationhost.plugin.Transport", "mustHave");
  }

  @Test
  void refusesToTakeAwayWhatPluginsCall() throws IOException, InterruptedException {
    Path sources = copyOfTheApi();
    Path context = sources.resolve("TransportContext.java");
    Files.writeString(
        context, Files.readString(context).replace("Path dataDirectory();", "Path directory();"));
    Outcome outcome = check(sources, JAR, CHECK + "host-interfaces-keep-what-plugins-call");
    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.output()).contains("dataDirectory");
  }

  private Path copyOfTheApi() throws IOException {
    Path from = API.resolve("src/main/java/io/integrationhost/plugin");
    Path to = Files.createDirectory(root.resolve("sources"));
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }

  private static void insertInto(Path sources, String type, String member) throws IOException {
    Path file = sources.resolve(type + ".java");
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.lastIndexOf('}')) + member + "\n}\n");
  }

  private Outcome check(Path sources, String... goals) throws IOException, InterruptedException {
    Path candidate = jar(compile(sources));
    Path output = root.resolve("maven.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("maven.home") + "/bin/mvn",
                "-B",
                "-ntp",
                "-Dmaven.repo.local=" + System.getProperty("local.repository"),
                "-Dapi.candidate=" + candidate,
                "-Dmaven.test.skip=true",
                "-Dspotless.check.skip=true"));
    command.addAll(List.of(goals));
    Process maven =
        new ProcessBuilder(command)
            .directory(API.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = maven.waitFor(5, TimeUnit.MINUTES);
    if (!ended) {
      maven.destroy();
    }
    assertThat(ended).as("end of the check").isTrue();
    return new Outcome(maven.exitValue(), Files.readString(output));
  }

  private Path compile(Path sources) throws IOException {
    Path classes = Files.createDirectory(root.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--release",
                "17",
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path")));
    try (Stream<Path> files = Files.list(sources)) {
      files.map(Path::toString).forEach(arguments::add);
    }
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(result).as("the changed API compiles").isZero();
    return classes;
  }

  private Path jar(Path classes) throws IOException {
    Path jar = root.resolve("candidate.jar");
    try (JarOutputStream zip = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      files.filter(Files::isRegularFile).forEach(file -> add(zip, classes, file));
    }
    return jar;
  }

  private static void add(JarOutputStream zip, Path classes, Path file) {
    try {
      zip.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
      Files.copy(file, (OutputStream) zip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
