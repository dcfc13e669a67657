package io.integrationhost.plugins.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.testkit.RequiredTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that nobody here wrote. */
class CurlTest {

  private static final String TOOL = "curl";

  @TempDir private Path folder;

  @BeforeAll
  static void requireTool() {
    RequiredTools.orSkip(TOOL);
  }

  /** What it prints; the status of each answer behind its body. */
  private String curl(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(TOOL, "-sS", "--max-time", "20", "-w", "<%{http_code}>"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  @Test
  void postsEverything() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("reading.json"), "{\"t\": 1}");
    try (var running = new Running("HTTP", "{}", "")) {
      String url = "http://127.0.0.1:" + running.port() + running.path();
      assertThat(curl(url)).isEqualTo("<200>");
      assertThat(curl(url + "?a=1&b=%C3%A4")).isEqualTo("<204>");
      assertThat(curl("-d", "device=d 1", "--data-urlencode", "u=°C", url)).isEqualTo("<204>");
      assertThat(curl("--json", "{ \"t\": 2 }", url)).isEqualTo("<204>");
      assertThat(curl("-F", "f=@" + file, "-F", "plain=x", url)).isEqualTo("<204>");
      assertThat(
              curl(
                  "-H",
                  "Content-Type: text/plain",
                  "-H",
                  "Transfer-Encoding: chunked",
                  "--data-binary",
                  "@" + file,
                  url + "/pump"))
          .isEqualTo("<204>");
      assertThat(curl("-X", "DELETE", url)).isEqualTo("<405>");
      assertThat(curl("-I", url)).contains("HTTP/1.1 200 OK").endsWith("<200>");
      assertThat(running.uplinks.texts())
          .containsExactly(
              "{\"a\":\"1\",\"b\":\"ä\"}",
              "{\"device\":\"d 1\",\"u\":\"°C\"}",
              "{\"t\":2}",
              "{\"f\":{\"t\":1}}",
              "{\"t\": 1}");
      assertThat(running.uplinks.payloads().get(4).metadata())
          .containsEntry("Header:suffix", "pump");
    }
  }

  @Test
  void keepsItsConnectionAndAsksFirst() throws IOException, InterruptedException {
    Path large = Files.writeString(folder.resolve("large"), "x".repeat(1_500_000));
    String form = "{enableSecurity: true, headersFilter {X-Api-Key: k-42}}";
    try (var running = new Running("HTTP", form, ", maxBodySize: 2 MiB")) {
      String url = "http://127.0.0.1:" + running.port() + running.path();
      String type = "Content-Type: application/octet-stream";
      assertThat(
              curl(
                  "-v",
                  "-H",
                  "X-Api-Key: k-42",
                  "-H",
                  type,
                  "-H",
                  "Expect: 100-continue",
                  "--data-binary",
                  "@" + large,
                  url))
          .contains("HTTP/1.1 100 Continue")
          .endsWith("<204>");
      assertThat(
              curl(
                  "-v",
                  "-H",
                  type,
                  "-H",
                  "Expect: 100-continue",
                  "--data-binary",
                  "@" + large,
                  url))
          .doesNotContain("100 Continue")
          .endsWith("<403>");
      assertThat(curl("-v", "-H", "X-Api-Key: k-42", "-d", "a=1", url, url))
          .containsIgnoringCase("re-using existing connection")
          .endsWith("<204>");
      assertThat(running.uplinks.count()).isEqualTo(3);
      assertThat(running.uplinks.payloads().get(0).bytes()).hasSize(1_500_000);
    }
  }
}
