package io.integrationhost.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Functions of the console's modules, in the browser that runs them. */
class UnitsTest {

  private static Browser browser;
  private static StubHost host;
  private static String main;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.startOrSkip();
    host = new StubHost();
    browser.driver().get(host.address().toString());
    main =
        (String)
            browser.driver().executeScript("return document.querySelector('[type=module]').src");
  }

  @AfterAll
  static void stop() {
    if (host != null) {
      browser.driver().get("about:blank");
      host.close();
    }
  }

  /** What an expression gives in which {@code m} is a module. */
  private static Object run(String module, String expression) {
    Object result =
        browser
            .driver()
            .executeAsyncScript(
                "const done = arguments[arguments.length - 1];"
                    + "import(arguments[0]).then(async m => done(await ("
                    + expression
                    + "))).catch(failure => done('thrown: ' + failure.message));",
                main.replace("/main.", "/" + module + "."));
    return result;
  }

  @Test
  void aRateIsTheIncreaseASecondAndUnknownWhenTheCounterBeganAnew() {
    String rate = "m.rate({time: 10, values: {a: %s}}, {time: 14, values: {a: %s}}, 'a')";
    assertThat(run("figures", rate.formatted("100", "110"))).isEqualTo(2.5);
    assertThat(run("figures", rate.formatted("100", "100"))).isEqualTo(0L);
    assertThat(run("figures", rate.formatted("100", "3"))).isNull();
    assertThat(run("figures", rate.formatted("undefined", "3"))).isNull();
    assertThat(run("figures", "m.rate(undefined, {time: 1, values: {a: 1}}, 'a')")).isNull();
    assertThat(run("figures", "m.rate({time: 1, values: {a: 1}}, {time: 1, values: {a: 5}}, 'a')"))
        .isNull();
  }

  @Test
  void aSeriesPutsHistoryBeforeWhatWasSeenAndStaysBounded() {
    Object series =
        run(
            "figures",
            """
            (() => {
              const series = new m.Series(['uplinksPublished', 'spoolItems'], 4);
              const at = (time, a, b) => ({time, values: {uplinksPublished: a, spoolItems: b}});
              series.append(undefined, at(103, 10, 7));
              series.append(at(103, 10, 7), at(104, 16, 8));
              series.append(at(103, 10, 7), at(104, 16, 8));
              series.fill({times: [100, 101, 102, 103], stepSeconds: 2},
                {uplinksPublished: [4, null, 8, 9], spoolItems: [1, 2, 3, 4]});
              return JSON.stringify([series.times, series.values]);
            })()
            """);
    assertThat(series)
        .isEqualTo(
            "[[101,102,103,104],{\"uplinksPublished\":[null,4,null,6],\"spoolItems\":[2,3,7,8]}]");
  }

  @Test
  void meansSkipWhatIsUnknown() {
    assertThat(run("figures", "m.means([1, 3, null, null, 5, null], 3)"))
        .isEqualTo(java.util.Arrays.asList(2L, null, 5L));
    assertThat(run("figures", "m.means([], 3)")).isEqualTo(List.of());
    assertThat(run("figures", "JSON.stringify(m.summary([null, 2, 4, null]))"))
        .isEqualTo("{\"last\":4,\"mean\":3,\"most\":4}");
  }

  @Test
  void figuresAreWrittenForPeople() {
    assertThat(
            run(
                "figures",
                "[0, 0.0000004, 0.0021, 0.019, 3.25, 59.9, 61, 5400, 90061,"
                    + " undefined].map(m.duration)"))
        .isEqualTo(
            List.of(
                "0 s",
                "0 µs",
                "2.1 ms",
                "19 ms",
                "3.3 s",
                "60 s",
                "1 min 1 s",
                "1 h 30 min",
                "1 d 1 h",
                "–"));
    assertThat(run("figures", "[0, 1023, 1024, 5200000, 1073741824, undefined].map(m.bytes)"))
        .isEqualTo(List.of("0 B", "1023 B", "1.0 KiB", "5.0 MiB", "1.0 GiB", "–"));
    assertThat(run("figures", "[0, 0.004, 4.25, 42.51, 1234.5, undefined].map(m.perSecond)"))
        .isEqualTo(List.of("0", "0.00", "4.25", "42.5", "1,235", "–"));
  }

  @Test
  void hexIsReadAndWritten() {
    assertThat(run("bytes", "m.toHex(m.fromHex('0D 0a\\nff'))")).isEqualTo("0d0aff");
    assertThat(run("bytes", "m.fromHex('0d 0x')"))
        .isEqualTo("thrown: Character 5, “x”, is no hex digit.");
    assertThat(run("bytes", "m.fromHex('0d0')"))
        .isEqualTo("thrown: The hex digits are odd in number; each byte has two.");
    assertThat(
            run(
                "bytes",
                "JSON.stringify(m.hexLines(new TextEncoder().encode('0123456789abcdef\\n')))"))
        .isEqualTo(
            "[{\"offset\":\"0000\",\"hex\":\"30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66\","
                + "\"text\":\"0123456789abcdef\"},{\"offset\":\"0010\",\"hex\":\"0a\",\"text\":\"·\"}]");
    assertThat(run("bytes", "m.preview(m.fromHex('00ff10'))")).isEqualTo("00 ff 10");
    assertThat(run("bytes", "m.preview(new TextEncoder().encode('a\\r\\nb\\n'))")).isEqualTo("a⏎b");
    assertThat(run("bytes", "m.toBase64(m.fromBase64('AAH/'))")).isEqualTo("AAH/");
  }

  @Test
  void anArchiveIsOneThatOthersRead() throws IOException {
    String base64 =
        (String)
            run(
                "bytes",
                "m.zip({'a/payload.txt': 'grün\\n', 'a/b.bin': m.fromHex('00ff')}).arrayBuffer()"
                    + ".then(all => m.toBase64(new Uint8Array(all)))");
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(base64)))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    assertThat(files).containsOnlyKeys("a/payload.txt", "a/b.bin");
    assertThat(new String(files.get("a/payload.txt"), StandardCharsets.UTF_8)).isEqualTo("grün\n");
    assertThat(files.get("a/b.bin")).containsExactly(0, 0xff);
  }

  @Test
  void eventsAreCutHoweverTheyArrive() {
    Object events =
        run(
            "api",
            """
            (() => {
              const cutter = new m.EventCutter();
              return JSON.stringify([...cutter.cut('id: 1\\nevent: frame\\nda'), ...cutter.cut('ta: {"a":1}\\n'),
                ...cutter.cut('\\n:\\n\\ndata:x\\r\\n\\r\\nevent: half')]);
            })()
            """);
    assertThat(events)
        .isEqualTo(
            "[{\"event\":\"frame\",\"data\":\"{\\\"a\\\":1}\"},{\"event\":\"message\",\"data\":\"x\"}]");
  }

  @Test
  void pathsAndQueriesHoldAnyCharacters() {
    assertThat(
            run(
                "api",
                "m.address(m.path('integrations', 'a/b c'), {x: 'ö&', y: '', z: false, n: 0})"))
        .isEqualTo("/api/v1/integrations/a%2Fb%20c?x=%C3%B6%26&n=0");
  }
}
