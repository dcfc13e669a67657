package io.integrationhost.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.host.store.ConfigurationStore;
import io.integrationhost.remote.ConverterConfiguration;
import io.integrationhost.remote.IntegrationConfiguration;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ConvertCommandTest {

  private static final String SCRIPT =
      "return {deviceName: metadata.integrationName, telemetry: {t: payload.length}};";

  @TempDir private Path directory;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  private String write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    String[] all = new String[arguments.length + 1];
    all[0] = "convert";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return line.execute(all);
  }

  @Test
  void converts() throws IOException {
    String script = write("a.tbel", SCRIPT);
    assertThat(run("--script", script, "--hex", "01 02")).isZero();
    assertThat(out.toString()).contains("device 'convert'", "t  LONG     2", "time  ");
    String file = write("payload", "abc\n");
    assertThat(run("--script", script, "--file", file, "--metadata", "{\"integrationName\":\"x\"}"))
        .isZero();
    assertThat(out.toString()).contains("device 'x'", "t  LONG     4", "ends with a line end");
    String metadata = write("m.json", "{\"integrationName\": \"y\"}");
    assertThat(run("--script", script, "--base64", "AQI=", "--metadata", metadata)).isZero();
    assertThat(out.toString()).contains("device 'y'");
  }

  @Test
  void tellsAFailureByItsExitCode() throws IOException {
    String script = write("a.tbel", "var a = 1;\nreturn nothing.there;");
    assertThat(run("--script", script, "--payload", "1")).isEqualTo(ExitCode.FAILURE);
    assertThat(out.toString()).contains("FAILED", "    2 | return nothing.there;", "^");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aScriptThatReturnsNothingIsNoSuccess() throws IOException {
    String script = write("a.js", "var a = 1;");
    assertThat(run("--script", script, "--payload", "1")).isEqualTo(ExitCode.FAILURE);
    assertThat(out.toString()).contains("travels    nothing");
  }

  @Test
  void convertsEachLine() throws IOException {
    String script = write("a.tbel", SCRIPT);
    String lines = write("lines", "01\n0203\n");
    assertThat(run("--script", script, "--lines", lines, "--form", "hex", "--json")).isZero();
    JsonObject json = JsonParser.parseString(out.toString()).getAsJsonObject();
    assertThat(json.getAsJsonArray("conversions")).hasSize(2);
    assertThat(run("--script", script, "--lines", lines)).isZero();
    assertThat(out.toString()).contains("payload    line 2, 4 bytes", "2 payloads, 0 failed");
    assertThat(run("--script", script, "--lines", lines, "--form", "octal"))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void convertsDownlinks() throws IOException {
    String script =
        write("e.tbel", "return {contentType: 'TEXT', data: msgType + metadata.k + msg.a};");
    assertThat(
            run(
                "--script",
                script,
                "--downlink",
                "--payload",
                "{\"a\": 1}",
                "--message-type",
                "RPC",
                "--metadata",
                "{\"k\": \"-\"}"))
        .isZero();
    assertThat(out.toString()).contains("to the device, TEXT", "'RPC-1'");
  }

  @Test
  void runsCases() throws IOException {
    write("decoder.tbel", SCRIPT);
    Path one = Files.createDirectories(directory.resolve("cases/one"));
    Files.writeString(one.resolve("payload.txt"), "abc");
    String test = directory.toString();
    assertThat(run("--test", test)).isEqualTo(ExitCode.FAILURE);
    assertThat(out.toString()).contains("FAIL  ", "1 case, 1 failed");
    assertThat(run("--test", test, "--update")).isZero();
    assertThat(out.toString()).contains("wrote ", "1 expectation(s) written");
    assertThat(run("--test", test, "--json")).isZero();
    assertThat(JsonParser.parseString(out.toString()).getAsJsonArray()).hasSize(1);
    assertThat(run("--test", test, "--payload", "1")).isEqualTo(ExitCode.USAGE);
    assertThat(run("--test", directory.resolve("none").toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is no directory");
  }

  @Test
  void usesTheConverterThatTheHostRemembers() throws IOException {
    Path data = directory.resolve("data");
    String conf =
        write(
            "host.conf",
            "data-directory = \""
                + data
                + "\"\nintegrations { yard { routing-key = ${YARD_KEY}, secret = ${YARD_SECRET} } }");
    Files.createDirectories(data);
    assertThat(run("--integration", "yard", "--conf", conf, "--payload", "1"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("remembers no configuration of integration 'yard'");
    new ConfigurationStore(data.resolve("configurations"), Runnable::run, Clock.systemUTC())
        .save("yard", "key", configuration());
    assertThat(run("--integration", "yard", "--conf", conf, "--payload", "1")).isZero();
    assertThat(out.toString())
        .contains("'Uplink' of integration 'yard', TBEL", "device 'The yard'");
    assertThat(run("--integration", "yard", "--conf", conf, "--payload", "1", "--downlink"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("Integration 'yard' has no downlink converter");
    assertThat(run("--integration", "barn", "--conf", conf, "--payload", "1"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("no configuration of integration 'barn'", "those of: yard");
    assertThat(run("--integration", "yard", "--data", data.toString(), "--payload", "1")).isZero();
    String file = data.resolve("configurations").resolve("yard.json").toString();
    assertThat(run("--script", file, "--payload", "1")).isZero();
    assertThat(out.toString()).contains("device 'The yard'");
  }

  private static IntegrationConfiguration configuration() {
    JsonObject converter = new JsonObject();
    converter.addProperty("scriptLang", "TBEL");
    converter.addProperty("tbelDecoder", SCRIPT);
    return new IntegrationConfiguration(
        UUID.randomUUID(),
        UUID.randomUUID(),
        "The yard",
        "key",
        "CUSTOM",
        "{}",
        "{}",
        true,
        Optional.empty(),
        new ConverterConfiguration(
            UUID.randomUUID(),
            UUID.randomUUID(),
            "Uplink",
            converter.toString(),
            "{}",
            Optional.empty(),
            Optional.empty(),
            0),
        Optional.empty());
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    assertThat(run()).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("Say which converter");
    String script = write("a.tbel", SCRIPT);
    assertThat(run("--script", script, "--watch")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--watch needs files that can change");
    assertThat(run("--script", script)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("Say what to convert");
    assertThat(run("--script", script, "--payload", "1", "--hex", "1")).isEqualTo(ExitCode.USAGE);
    assertThat(run("--script", script, "--payload", "1", "--form", "hex"))
        .isEqualTo(ExitCode.USAGE);
    String empty = write("empty.json", "{\"scriptLang\": \"LUA\", \"decoder\": \"x\"}");
    assertThat(run("--script", empty, "--payload", "1")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("LUA");
  }
}
