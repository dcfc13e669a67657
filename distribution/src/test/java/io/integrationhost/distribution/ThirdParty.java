package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A machine of somebody who has never seen our code: an empty local Maven repository, our artifacts
 * from the staged repository only, everything else from this machine's local repository or Central.
 */
final class ThirdParty implements AutoCloseable {

  private static final long PATIENCE_MINUTES = 8;

  private final Path root;
  private final List<Process> windows = new ArrayList<>();
  private Path folder;

  ThirdParty(Path root) throws IOException {
    this.root = root;
    this.folder = Files.createDirectory(root.resolve("home"));
    Path bin = Files.createDirectory(root.resolve("bin"));
    Path mvn = bin.resolve("mvn");
    Files.writeString(
        mvn,
        """
        #!/bin/sh
        exec '%s/bin/mvn' -B -ntp -s '%s' "$@"
        """
            .formatted(System.getProperty("maven.home"), settings()));
    assertThat(mvn.toFile().setExecutable(true)).isTrue();
  }

  private Path settings() throws IOException {
    Path staged = root.resolve("staged");
    new StagedRepository(staged, System.getProperty("project.version"))
        .stage(Path.of(System.getProperty("checkout")));
    String ours = staged.toUri().toString();
    String cache = Path.of(System.getProperty("local.repository")).toUri().toString();
    String repositories =
        repository("repository", "staged", ours) + repository("repository", "cache", cache);
    String pluginRepositories =
        repository("pluginRepository", "staged", ours)
            + repository("pluginRepository", "cache", cache);
    return Files.writeString(
        root.resolve("settings.xml"),
        """
        <settings>
          <localRepository>%s</localRepository>
          <profiles><profile>
            <id>third-party</id>
            <repositories>%s</repositories>
            <pluginRepositories>%s</pluginRepositories>
          </profile></profiles>
          <activeProfiles><activeProfile>third-party</activeProfile></activeProfiles>
        </settings>
        """
            .formatted(root.resolve("m2"), repositories, pluginRepositories));
  }

  private static String repository(String element, String id, String url) {
    String policy = "<%s><checksumPolicy>ignore</checksumPolicy></%s>";
    return "<%s><id>%s</id><url>%s</url>%s%s</%s>"
        .formatted(
            element,
            id,
            url,
            policy.formatted("releases", "releases"),
            policy.formatted("snapshots", "snapshots"),
            element);
  }

  Path folder() {
    return folder;
  }

  /** Runs commands to their end in the folder where the last ones ended; answers the output. */
  String run(String commands) throws IOException, InterruptedException {
    Path output = Files.createTempFile(root, "output", ".txt");
    Path where = Files.createTempFile(root, "where", ".txt");
    Process shell = shell("set -e\n" + commands + "\npwd > '" + where + "'", output);
    boolean ended = shell.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES);
    String text = Files.readString(output);
    if (!ended) {
      end(shell);
    }
    assertThat(ended).as("the end of:%n%s%n%s", commands, text).isTrue();
    assertThat(shell.exitValue()).as("exit code of:%n%s%n%s", commands, text).isZero();
    folder = Path.of(Files.readString(where).trim());
    return text;
  }

  /** Starts commands in a window of their own; answers the file that gets their output. */
  Path open(String commands) throws IOException {
    Path output = Files.createTempFile(root, "window", ".txt");
    windows.add(shell(commands, output));
    return output;
  }

  private Process shell(String commands, Path output) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", commands)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    environment.put(
        "PATH",
        root.resolve("bin")
            + ":"
            + HostProcess.distribution().resolve("bin")
            + ":"
            + environment.get("PATH"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("MAVEN_OPTS", "-Xmx512m");
    // For all that is started from here, the tests of the new plugin too.
    environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    environment.keySet().removeIf(name -> name.equals("MAVEN_ARGS") || name.equals("JAVA_OPTS"));
    return builder.start();
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  @Override
  public void close() {
    windows.forEach(ThirdParty::end);
    windows.forEach(
        window -> {
          try {
            if (!window.waitFor(1, TimeUnit.MINUTES)) {
              window.destroyForcibly();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
