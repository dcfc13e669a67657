package io.integrationhost.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.TransportPlugin;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginCommandTest {

  @TempDir private Path home;
  private Path settings;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void install() throws IOException {
    Path plugins = Files.createDirectory(home.resolve("plugins"));
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Plugin-Id", "acme");
    attributes.putValue("Plugin-Version", "1.0.0");
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(plugins.resolve("acme.jar")), manifest)) {
      jar.putNextEntry(new ZipEntry("META-INF/services/" + TransportPlugin.class.getName()));
      jar.write(ToolPlugin.class.getName().getBytes(UTF_8));
      String path = ToolPlugin.class.getName().replace('.', '/') + ".class";
      jar.putNextEntry(new ZipEntry(path));
      try (var in = ToolPlugin.class.getClassLoader().getResourceAsStream(path)) {
        in.transferTo(jar);
      }
    }
    // A jar that cannot be used hinders nobody.
    Files.writeString(plugins.resolve("broken.jar"), "no jar");
    settings = home.resolve("host.conf");
    Files.writeString(
        settings,
        "plugins.directory = \"%s\"%ndata-directory = \"%s\"%n"
                .formatted(plugins, home.resolve("data"))
            + "integrations.yard { routing-key = k, secret = s }");
  }

  private int run(String... rest) {
    String[] all = new String[rest.length + 3];
    all[0] = "plugin";
    all[1] = "--conf";
    all[2] = settings.toString();
    System.arraycopy(rest, 0, all, 3, rest.length);
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all);
  }

  @Test
  void runsAToolWithWhatFollowsAndAnswersAsItDoes() throws IOException {
    Path file = home.resolve("written");
    assertThat(run("acme", "write", file.toString(), "--conf", "x")).isEqualTo(7);
    assertThat(file).hasContent("[--conf, x] own loader to_ol");
    assertThat(home.resolve("data/transports/yard/to_ol")).isDirectory();
  }

  @Test
  void aToolThatThrowsFails() {
    assertThat(run("acme", "refuse")).isEqualTo(ExitCode.FAILURE);
    assertThat(run("acme", "unknown")).isEqualTo(ExitCode.FAILURE);
  }

  @Test
  void helpOfAToolIsItsLineAndRunsNothing() {
    assertThat(run("acme", "write", "--help")).isEqualTo(ExitCode.SUCCESS);
    assertThat(out.toString()).contains("Writes FILE.").doesNotContain("refuse");
    assertThat(run("acme", "refuse", "-h")).isEqualTo(ExitCode.SUCCESS);
    assertThat(out.toString()).contains("Fails.");
  }

  @Test
  void listsToolsAndNamesNearOnes() {
    assertThat(run("acme@1.0.0")).isEqualTo(ExitCode.SUCCESS);
    assertThat(out.toString()).contains("write", "Writes FILE.", "refuse");
    assertThat(run("acme", "wirte")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("has no tool 'wirte'; did you mean 'write'?");
    assertThat(run("acmee")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("plugin 'acmee' is not installed");
  }
}
