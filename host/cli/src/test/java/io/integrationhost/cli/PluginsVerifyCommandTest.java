package io.integrationhost.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.runtime.trust.Fingerprint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class PluginsVerifyCommandTest {

  @TempDir private Path home;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private Path plugins;
  private Path conf;

  @BeforeEach
  void makePlugin() throws IOException {
    plugins = Files.createDirectories(home.resolve("jars"));
    conf = home.resolve("host.conf");
    allow("");
  }

  private void allow(String section) throws IOException {
    Files.writeString(conf, "plugins { directory = \"" + plugins + "\"\n" + section + "\n}");
  }

  /** A jar that passes all checks before its classes are loaded, and could not be loaded. */
  private Path jar(String name) throws IOException {
    Path jar = plugins.resolve(name);
    byte[] start = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 61};
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("META-INF/services/" + TransportPlugin.class.getName()));
      zip.write("a.B\n".getBytes(UTF_8));
      zip.putNextEntry(new ZipEntry("a/B.class"));
      zip.write(start);
    }
    return jar;
  }

  private int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    String[] all = new String[arguments.length + 4];
    System.arraycopy(arguments, 0, all, 4, arguments.length);
    all[0] = "plugins";
    all[1] = "verify";
    all[2] = "--conf";
    all[3] = conf.toString();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return line.execute(all);
  }

  @Test
  void withoutAListEveryJarIsFine() throws IOException {
    Path jar = jar("acme-1.2.0.jar");
    assertThat(run()).isZero();
    assertThat(out.toString())
        .contains("ok       " + jar + ": every jar is allowed, since plugins.allow is not set")
        .contains("plugin   acme 1.2.0")
        .contains("sha-256  " + Fingerprint.of(jar))
        .contains("signer   none");
  }

  @Test
  void anEmptyDirectoryIsFineAndAMissingOneIsNot() throws IOException {
    assertThat(run()).isZero();
    assertThat(out.toString()).contains("no plugin jars in " + plugins);
    Files.delete(plugins);
    assertThat(run()).isOne();
    assertThat(out.toString()).contains("REFUSED  " + plugins, "does not exist");
  }

  @Test
  void namesWhatIsRefused() throws IOException {
    Path good = jar("acme-1.2.0.jar");
    Path text = Files.writeString(plugins.resolve("text.jar"), "text");
    allow("allow.sha-256 = [\"" + Fingerprint.of(good) + "\"]");
    assertThat(run()).isOne();
    assertThat(out.toString())
        .contains("ok       " + good + ": its SHA-256 is listed in plugins.allow.sha-256")
        .contains("REFUSED  " + text + ": is not allowed: its SHA-256 " + Fingerprint.of(text));
    assertThat(run(good.toString())).isZero();
    assertThat(out.toString()).doesNotContain("text.jar");
    assertThat(run(home.resolve("none.jar").toString())).isOne();
  }

  @Test
  void saysItInJson() throws IOException {
    Path good = jar("acme-1.2.0.jar");
    Path text = Files.writeString(plugins.resolve("text.jar"), "text");
    assertThat(run("--json")).isOne();
    JsonArray reports = JsonParser.parseString(out.toString()).getAsJsonArray();
    JsonObject first = reports.get(0).getAsJsonObject();
    assertThat(first.get("file").getAsString()).isEqualTo(good.toString());
    assertThat(first.get("accepted").getAsBoolean()).isTrue();
    assertThat(first.get("plugin").getAsString()).isEqualTo("acme 1.2.0");
    assertThat(first.get("sha256").getAsString()).isEqualTo(Fingerprint.of(good).hex());
    assertThat(first.get("signers").getAsJsonArray()).isEmpty();
    JsonObject second = reports.get(1).getAsJsonObject();
    assertThat(second.get("file").getAsString()).isEqualTo(text.toString());
    assertThat(second.get("accepted").getAsBoolean()).isFalse();
    assertThat(second.get("reason").getAsString()).contains("is not a readable jar");
    assertThat(second.get("cure").getAsString()).isNotBlank();
    assertThat(second.get("sha256").getAsString()).isEqualTo(Fingerprint.of(text).hex());
  }

  @Test
  void wrongSettingsAreBadUsage() throws IOException {
    allow("allow.sha-256 = [\"12\"]");
    assertThat(run()).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("plugins.allow.sha-256: must hold SHA-256 fingerprints");
  }
}
