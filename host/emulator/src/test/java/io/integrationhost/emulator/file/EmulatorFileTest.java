package io.integrationhost.emulator.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.integrationhost.emulator.AnswerPolicy;
import io.integrationhost.emulator.DebugSettings;
import io.integrationhost.emulator.EmulatedIntegration;
import io.integrationhost.emulator.EmulatorSettings;
import io.integrationhost.emulator.FailureRule;
import io.integrationhost.emulator.RateLimit;
import io.integrationhost.emulator.ReceivedItem;
import io.integrationhost.ground.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulatorFileTest {
  @TempDir private Path directory;

  @Test
  void smallestFile() throws Exception {
    EmulatorFile file = parse("integrations { yard { routing-key = k, secret = s } }");
    EmulatedIntegration yard = file.integrations().get(0);
    assertThat(yard.name()).isEqualTo("yard");
    assertThat(yard.type()).isEqualTo("CUSTOM");
    assertThat(yard.enabled()).isTrue();
    assertThat(json(yard.configuration()))
        .isEqualTo(json("{\"configuration\":\"{}\",\"metadata\":{}}"));
    assertThat(file.answers()).isEqualTo(AnswerPolicy.standard());
    EmulatorSettings settings = file.settings().port(0).build();
    assertThat(settings.integrations()).isEqualTo(file.integrations());
    assertThat(settings.tls()).isEmpty();
  }

  @Test
  void wholeFile() throws Exception {
    Files.writeString(directory.resolve("decoder.js"), "return {a: 'ä'};");
    Files.writeString(directory.resolve("cert.pem"), "c");
    Files.writeString(directory.resolve("key.pem"), "k");
    EmulatorFile file =
        parse(
            """
            address = "0.0.0.0"
            permit-keep-alive-time = 10 s
            integrations {
              sensors {
                name = "Sensors", routing-key = "r-1", secret = "s-1", type = custom
                id = "33333333-3333-3333-4444-444444444444"
                class = "org.example.Sensors", configuration = \"""{"port":5555}\"""
                metadata { site = north, floor = 2 }
                enabled = false, remote = false
                debug { failures = true, all-until = "2023-11-14T22:13:20Z" }
                uplink-converter { name = "Up", script-file = "decoder.js", update-only-keys = [a, b] }
                downlink-converter { script = "return {};", lang = TBEL }
              }
              meters {
                routing-key = r-2, secret = s-2, type = TCP, configuration { port = 10560 }
                uplink-converter {
                  configuration { decoder = "x", scriptLang = JS }, integration-type = LORIOT, version = 2
                }
              }
              raw { routing-key = r-3, secret = s-3, type = UDP, raw-configuration = "{ \\"a\\" : 1.50 }" }
            }
            answers {
              delay = 5 ms, faithful = false
              fail { every = 3, text = "no" }, limit { scope = tenant, items = 10, period = 1 s }
            }
            ssl { cert = "cert.pem", key = "key.pem" }
            """);
    assertThat(file.address()).contains("0.0.0.0");
    assertThat(file.permitKeepAliveTime()).contains(Duration.ofSeconds(10));
    assertThat(file.tls().orElseThrow().certificateChain())
        .isEqualTo(directory.resolve("cert.pem"));
    assertThat(file.answers())
        .isEqualTo(
            AnswerPolicy.standard()
                .lenient()
                .delayed(Duration.ofMillis(5))
                .failEvery(3, "no")
                .limited(RateLimit.Scope.TENANT, 10, Duration.ofSeconds(1)));
    assertThat(file.answers().failures()).containsExactly(new FailureRule.Every(3, "no"));

    EmulatedIntegration sensors = file.integrations().get(0);
    assertThat(sensors.id()).hasToString("33333333-3333-3333-4444-444444444444");
    assertThat(sensors.enabled()).isFalse();
    assertThat(sensors.remote()).isFalse();
    assertThat(sensors.debug()).contains(new DebugSettings(true, false, 1_700_000_000_000L));
    assertThat(json(sensors.configuration()))
        .isEqualTo(
            json(
                "{\"clazz\":\"org.example.Sensors\",\"configuration\":\"{\\\"port\\\":5555}\","
                    + "\"metadata\":{\"site\":\"north\",\"floor\":2}}"));
    assertThat(sensors.uplinkConverter().name()).isEqualTo("Up");
    assertThat(json(sensors.uplinkConverter().configuration()))
        .isEqualTo(
            json(
                "{\"scriptLang\":\"JS\",\"decoder\":\"return {a: 'ä'};\","
                    + "\"updateOnlyKeys\":[\"a\",\"b\"]}"));
    assertThat(json(sensors.downlinkConverter().orElseThrow().configuration()))
        .isEqualTo(json("{\"scriptLang\":\"TBEL\",\"tbelEncoder\":\"return {};\"}"));

    EmulatedIntegration meters = file.integrations().get(1);
    assertThat(json(meters.configuration()))
        .isEqualTo(json("{\"clientConfiguration\":{\"port\":10560},\"metadata\":{}}"));
    assertThat(json(meters.uplinkConverter().configuration()))
        .isEqualTo(json("{\"decoder\":\"x\",\"scriptLang\":\"JS\"}"));
    assertThat(meters.uplinkConverter().integrationType()).contains("LORIOT");
    assertThat(meters.uplinkConverter().converterVersion()).isEqualTo(2);
    assertThat(file.integrations().get(2).configuration()).isEqualTo("{ \"a\" : 1.50 }");
  }

  @Test
  void customConfigurationMayBeAnObject() throws Exception {
    EmulatorFile file =
        parse("integrations { y { routing-key = k, secret = s, configuration { port = 5555 } } }");
    assertThat(json(file.integrations().get(0).configuration()).get("configuration").getAsString())
        .isEqualTo("{\"port\":5555}");
  }

  /** As it stands on the integration's page, or is copied out of ThingsBoard. */
  @Test
  void aWholeConfigurationIsTakenAsItIs() throws Exception {
    String tcp = "{\"clientConfiguration\":{\"port\":2024},\"metadata\":{\"a\":\"b\"}}";
    String custom = "{\"clazz\":\"X\",\"configuration\":\"{\\\"port\\\":5555}\",\"metadata\":{}}";
    EmulatorFile file =
        parse(
            """
            integrations {
              t { routing-key = a, secret = s, type = TCP, configuration = %s }
              text { routing-key = b, secret = s, type = tcp, configuration = \"""%s\""" }
              c { routing-key = c, secret = s, configuration = %s }
              bare { routing-key = d, secret = s, type = UDP, configuration { clientConfiguration { port = 1 } } }
            }
            """
                .formatted(tcp, tcp, custom));
    assertThat(file.integrations())
        .extracting(integration -> json(integration.configuration()))
        .containsExactly(
            json(tcp),
            json(tcp),
            json(custom),
            json("{\"clientConfiguration\":{\"port\":1},\"metadata\":{}}"));
  }

  @Test
  void metadataStandsInOnePlaceOnly() {
    EmulatorFileException e =
        problems(
            "integrations { t { routing-key = a, secret = s, type = TCP, metadata { a = b },"
                + " configuration { clientConfiguration { port = 1 }, metadata { a = c } } } }");
    assertThat(e.problems())
        .singleElement()
        .extracting(Problem::key)
        .isEqualTo("integrations.t.metadata");
  }

  @Test
  void idsAreTheSameInEveryRun() throws Exception {
    String text =
        "integrations { y { routing-key = k, secret = s, uplink-converter { script = x } } }";
    assertThat(parse(text)).isEqualTo(parse(text));
  }

  @Test
  void whatIsRefusedAndWhatEndsTheStream() throws Exception {
    String yard = "integrations { y { routing-key = k, secret = s } }, ";
    AnswerPolicy answers =
        parse(yard + "answers { refuse { period = 30 s, text = down }, cut { matching = Bad } }")
            .answers();
    assertThat(answers.failures().get(0))
        .isEqualTo(new FailureRule.Period(Duration.ofSeconds(30), "down"));
    assertThat(answers.failures().get(1))
        .isInstanceOfSatisfying(
            FailureRule.Cut.class,
            cut -> {
              assertThat(cut.matching().test(item("A Bad Device"))).isTrue();
              assertThat(cut.matching().test(item("Good"))).isFalse();
            });
    assertThat(parse(yard + "answers { refuse { matching = Bad, text = no } }").answers())
        .isEqualTo(parse(yard + "answers { refuse { matching = Bad, text = no } }").answers())
        .isNotEqualTo(answers);
    assertThat(problems(yard + "answers { refuse { text = no } }").problems())
        .extracting(Problem::key)
        .containsExactly("answers.refuse.matching");
    assertThat(problems(yard + "answers { cut { } }").problems())
        .extracting(Problem::key)
        .containsExactly("answers.cut.matching");
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    EmulatorFileException e =
        problems(
            """
            integrations {
              one {
                routing-key = "same"
                secrets = "hush-1"
                enabled = perhaps
                id = "no-uuid"
                uplink-converter { script-file = "missing.js", lang = RUBY }
              }
              two {
                routing-key = "same"
                secret = "hush-2"
                type = TCP
                class = "x"
                configuration = "[1]"
                downlink-converter { }
              }
              three = 3
            }
            answers { delay = "-1 s", limit { items = 1 }, speed = 9 }
            ssl { cert = "nowhere.pem" }
            other = 1
            """);
    assertThat(e.problems())
        .extracting(problem -> problem.place().replace("test.conf: ", "") + " " + problem.key())
        .containsExactlyInAnyOrder(
            "2 integrations.one.secret",
            "4 integrations.one.secrets",
            "5 integrations.one.enabled",
            "6 integrations.one.id",
            "7 integrations.one.uplink-converter.script-file",
            "7 integrations.one.uplink-converter.lang",
            "10 integrations.two.routing-key",
            "13 integrations.two.class",
            "14 integrations.two.configuration",
            "15 integrations.two.downlink-converter.script",
            "17 integrations.three",
            "19 answers.delay",
            "19 answers.limit.period",
            "19 answers.speed",
            "20 ssl.cert",
            "20 ssl.key",
            "21 other");
    assertThat(e.problems()).allSatisfy(problem -> assertThat(problem.message()).isNotBlank());
    assertThat(e)
        .hasMessageContaining(
            "test.conf: 4: integrations.one.secrets: is not a setting; did you mean 'secret'?");
    assertThat(e.getMessage()).doesNotContain("hush");
  }

  @Test
  void fileWithoutIntegrations() {
    assertThat(problems("").problems()).extracting(Problem::key).containsExactly("integrations");
  }

  @Test
  void brokenSyntaxNamesTheLineAndNoContent() {
    EmulatorFileException e = problems("integrations {\n  a { secret = \"hush\" \"\n }\n");
    assertThat(e.problems()).singleElement().extracting(Problem::place).isEqualTo("test.conf: 2");
    assertThat(e.getMessage()).contains("test.conf: 2").contains("HOCON").doesNotContain("hush");
  }

  @Test
  void unsetVariableIsReported() {
    assertThat(problems("a = ${NOT_SET_ANYWHERE}").getMessage()).contains("not set");
  }

  @Test
  void missingFileIsReported() {
    EmulatorFileException e =
        catchThrowableOfType(
            EmulatorFileException.class, () -> EmulatorFile.parse(directory.resolve("no.conf")));
    assertThat(e.getMessage()).contains("no.conf").contains("cannot be read");
  }

  @Test
  void fileOnDisk() throws Exception {
    Path path =
        Files.writeString(
            directory.resolve("e.conf"), "integrations { y { routing-key = k, secret = s } }");
    assertThat(EmulatorFile.parse(path).integrations()).hasSize(1);
  }

  private static ReceivedItem item(String name) {
    return new ReceivedItem(
        "k",
        "y",
        ReceivedItem.Kind.DEVICE,
        name,
        "sensor",
        List.of(),
        Map.of(),
        Map.of(),
        "",
        Instant.EPOCH);
  }

  private EmulatorFile parse(String text) throws EmulatorFileException {
    return EmulatorFile.parse(text, "test.conf", directory);
  }

  private EmulatorFileException problems(String text) {
    EmulatorFileException e = catchThrowableOfType(EmulatorFileException.class, () -> parse(text));
    assertThat(e).isNotNull();
    assertThat(e.problems()).isEqualTo(List.copyOf(e.problems()));
    return e;
  }

  private static JsonObject json(String text) {
    return JsonParser.parseString(text).getAsJsonObject();
  }
}
