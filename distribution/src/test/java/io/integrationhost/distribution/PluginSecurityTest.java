package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The allow-list as the guide explains it: the shipped plugin, signed with the JDK's tools. */
final class PluginSecurityTest {

  private static final Pattern SHA_256 = Pattern.compile("SHA256: ([0-9A-F:]{95})");

  @TempDir private static Path workshop;

  private static Path signed;
  private static String fingerprint;

  @TempDir private Path directory;
  private Path jar;

  @BeforeAll
  static void signTheShippedPlugin() throws IOException, InterruptedException {
    try (Stream<Path> shipped = Files.list(HostProcess.distribution().resolve("plugins"))) {
      Path tcp = shipped.filter(file -> file.toString().contains("tcp")).findFirst().orElseThrow();
      signed = Files.copy(tcp, workshop.resolve(tcp.getFileName()));
    }
    String store = workshop.resolve("plugins.p12").toString();
    List<String> key = List.of("-keystore", store, "-storepass", "password", "-alias", "plugins");
    tool("keytool", "-genkeypair", key, "-keyalg", "EC", "-dname", "CN=Acme plugins");
    Matcher shown = SHA_256.matcher(tool("keytool", "-list", key, "-v"));
    assertThat(shown.find()).isTrue();
    fingerprint = shown.group(1);
    tool(
        "jarsigner",
        "-keystore",
        List.of(store, "-storepass", "password"),
        signed.toString(),
        "plugins");
  }

  @BeforeEach
  void installIt() throws IOException {
    Path plugins = Files.createDirectories(directory.resolve("jars"));
    jar = Files.copy(signed, plugins.resolve(signed.getFileName()));
  }

  private static String tool(String name, String first, List<String> then, String... last)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", name).toString());
    command.add("-J-XX:TieredStopAtLevel=1");
    command.add(first);
    command.addAll(then);
    command.addAll(List.of(last));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream output = process.getInputStream()) {
      String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(HostProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      return said;
    }
  }

  private Path conf(String signer) throws IOException {
    return Settings.write(
        directory,
        Settings.head(directory, closedPort())
            + """
            integrations.yard { routing-key = "k", secret = "s" }
            plugins { directory = "%s", allow.signers = ["%s"] }
            """
                .formatted(jar.getParent(), signer));
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void addAClass() throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
      Files.write(zip.getPath("Evil.class"), new byte[] {1});
    }
  }

  @Test
  void aListedSignerIsLoaded() throws IOException {
    Path conf = conf(fingerprint);
    Command verify = Command.run("plugins", "verify", "--conf", conf.toString());
    assertThat(verify.exitCode()).as(verify.text()).isZero();
    assertThat(verify.text())
        .contains("ok       " + jar + ": is signed by " + fingerprint + " (CN=Acme plugins)")
        .contains("plugin   tcp ");
    Command plugins = Command.run("plugins", "--conf", conf.toString());
    assertThat(plugins.exitCode()).as(plugins.text()).isZero();
    assertThat(plugins.lines()).anyMatch(line -> line.startsWith("tcp "));
  }

  @Test
  void whatWasAddedIsRefusedAndNamedEverywhere() throws IOException {
    addAClass();
    Path conf = conf(fingerprint);
    String refusal =
        jar + ": is not allowed: its signature does not hold, as no signature covers 'Evil.class'";
    Command verify = Command.run("plugins", "verify", "--conf", conf.toString());
    assertThat(verify.exitCode()).isOne();
    assertThat(verify.lines()).anyMatch(line -> line.startsWith("REFUSED  " + refusal));
    Command check = Command.run("check", "--conf", conf.toString());
    assertThat(check.exitCode()).isOne();
    assertThat(check.lines()).anyMatch(line -> line.startsWith("PROBLEM  plugin jar " + refusal));
    try (HostInside run = HostInside.start(conf)) {
      run.awaitLineWith("rejected " + refusal);
    }
  }

  @Test
  void aNewDataDirectoryIsTheOwnersOnly() throws IOException, InterruptedException {
    assumeThat(directory.getFileSystem().supportedFileAttributeViews()).contains("posix");
    Path conf = conf(fingerprint);
    Path plugins = jar.getParent();
    Files.setPosixFilePermissions(plugins, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (HostInside run = HostInside.start(conf)) {
      run.awaitLineWith("may put jars into the plugins directory " + plugins);
      run.awaitLineWith("installed from " + jar);
      for (String folder : List.of("data", "data/plugins/staged")) {
        assertThat(Files.getPosixFilePermissions(directory.resolve(folder)))
            .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      }
    }
  }

  @Test
  void anotherSignerIsRefused() throws IOException {
    Path conf = conf("00:".repeat(31) + "00");
    Command plugins = Command.run("plugins", "--conf", conf.toString());
    assertThat(plugins.exitCode()).as(plugins.text()).isOne();
    assertThat(plugins.text())
        .contains("it is signed by " + fingerprint + " (CN=Acme plugins), not listed");
  }
}
