package io.integrationhost.plugins.tcp;

import static io.integrationhost.plugins.tcp.TestDevice.GREETED;
import static io.integrationhost.plugins.tcp.TestDevice.GREETING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.Uplink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide's conversation over real sockets. */
class ConversationTest {

  private final RunningPlugin running =
      new RunningPlugin("{\"port\": 0, \"quietTimeMs\": 20, \"maxMessageLength\": 200}");

  @AfterEach
  void stop() {
    running.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", ""})
  void answersInTheMannerOfTheDevice(String end) throws IOException {
    try (TestDevice device = running.connect()) {
      device.ask(GREETING + end, GREETED + end);
      device.ask("25,40,94" + end, "OK" + end);
      device.ask("26,41,93" + end, "OK" + end);
    }
    assertThat(running.uplinks.texts()).containsExactly("25,40,94", "26,41,93");
    Uplink.Payload first = running.uplinks.payloads().get(0);
    assertThat(first.deviceName()).contains("Device B");
    assertThat(first.contentType()).isEqualTo(ContentType.TEXT);
    assertThat(first.metadata()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", ""})
  void saysWhatBecameOfAReading(String end) throws IOException {
    try (TestDevice device = running.connect()) {
      device.ask(GREETING + end, GREETED + end);
      running.uplinks.answerAlways(new Receipt.NoContent());
      device.ask("1" + end, "No Content" + end);
      for (Receipt.Reason reason : Receipt.Reason.values()) {
        running.uplinks.answerAlways(new Receipt.Rejected(reason, "because"));
        boolean disabled = reason == Receipt.Reason.DISABLED;
        device.ask("2" + end, (disabled ? "Integration is disabled" : "ERROR") + end);
      }
      running.uplinks.answer(
          payload -> CompletableFuture.failedFuture(new IllegalStateException("stopped")));
      device.ask("3" + end, "ERROR" + end);
      running.uplinks.answer(
          payload -> {
            throw new IllegalStateException("broken host");
          });
      device.ask("4" + end, "ERROR" + end);
    }
  }

  @Test
  void keepsTheNamesOfConnectionsApart() throws IOException {
    try (TestDevice one = running.connect();
        TestDevice two = running.connect();
        TestDevice none = running.connect()) {
      one.ask("Hello to ThingsBoard! My name is [one]\n", GREETED + "\n");
      two.ask("HELLO to thingsboard, MY NAME IS [ two ]. Nice day.\n", GREETED + "\n");
      one.ask("1\n", "OK\n");
      two.ask("2\n", "OK\n");
      none.ask("3\n", "OK\n");
      one.ask("Hello to ThingsBoard! My name is [uno]\n", GREETED + "\n");
      one.ask("4\n", "OK\n");
    }
    List<Uplink.Payload> published = running.uplinks.payloads();
    assertThat(published)
        .extracting(Uplink.Payload::deviceName)
        .containsExactly(
            Optional.of("one"), Optional.of("two"), Optional.empty(), Optional.of("uno"));
    assertThat(published.get(0).source()).isEqualTo(published.get(3).source());
    assertThat(published.subList(0, 3)).extracting(Uplink.Payload::source).doesNotHaveDuplicates();
  }

  @Test
  void answersAnUnusableGreetingWithError() throws IOException {
    try (TestDevice device = running.connect()) {
      device.ask("Hello to ThingsBoard! My name is []\n", "ERROR\n");
      device.ask("Hello to ThingsBoard! My name is [Device\n", "ERROR\n");
      device.ask(GREETING + "\n", GREETED + "\n");
    }
    assertThat(running.uplinks.count()).isZero();
  }

  @Test
  void putsTornAndGluedLinesRightAtEveryPosition() throws IOException {
    String talk = GREETING + "\r\n25,40,94\r\n\r\n26,41,93\r\n";
    for (int cut = 1; cut < talk.length(); cut++) {
      try (TestDevice device = running.connect()) {
        device.say(talk.substring(0, cut));
        device.ask(talk.substring(cut), GREETED + "\r\nOK\r\nOK\r\n");
      }
    }
    List<String> expected = new ArrayList<>();
    for (int cut = 1; cut < talk.length(); cut++) {
      expected.addAll(List.of("25,40,94", "26,41,93"));
    }
    assertThat(running.uplinks.texts()).isEqualTo(expected);
  }

  @Test
  void answersEachLineInItsOwnManner() throws IOException {
    try (TestDevice device = running.connect()) {
      device.ask("1\n2\r\n3\n4", "OK\nOK\r\nOK\n");
      device.ask("5\r\n", "OK\r\n");
    }
    assertThat(running.uplinks.texts()).containsExactly("1", "2", "3", "45");
  }

  @Test
  void completesTheAnswerWhenTheLineEndComesLate() throws IOException {
    try (TestDevice device = running.connect()) {
      device.ask(GREETING, GREETED);
      device.ask("\r\n", "\r\n");
      device.ask("25,40,94\r\n", "OK\r\n");
    }
    assertThat(running.uplinks.texts()).containsExactly("25,40,94");
  }

  @Test
  void aDeviceWithoutLineEndsBecomesOneOfLines() throws IOException {
    try (TestDevice device = running.connect()) {
      device.ask(GREETING, GREETED);
      device.ask("1", "OK");
      device.ask("2\n3", "OK\n");
      device.ask("4\n", "OK\n");
    }
    assertThat(running.uplinks.texts()).containsExactly("1", "2", "34");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void givesUpOnAMessageThatIsTooLong(String end) throws IOException {
    try (TestDevice device = running.connect()) {
      device.ask("1\n", "OK\n");
      device.say("x".repeat(300) + end);
      device.expect("ERROR\n");
      device.expectEnd();
    }
    assertThat(running.uplinks.texts()).containsExactly("1");
  }

  @Test
  void takesAMessageOfExactlyTheGreatestLength() throws IOException {
    try (TestDevice device = running.connect()) {
      device.ask("x".repeat(200) + "\r\n", "OK\r\n");
    }
  }

  @Test
  void answersEverythingBeforeItClosesForADeviceThatSaidItsLast() throws IOException {
    var later = new CompletableFuture<Receipt>();
    running.uplinks.answer(payload -> later);
    try (TestDevice device = running.connect()) {
      device.say("1\n2\n");
      device.socket.shutdownOutput();
      await().until(() -> running.uplinks.count() == 2);
      later.complete(new Receipt.Stored());
      device.expect("OK\nOK\n");
      device.expectEnd();
    }
  }

  @Test
  void theEndOfTheConnectionEndsAMessageWithoutLineEnd() throws IOException {
    try (TestDevice device = running.connect()) {
      device.say("25,40,94");
      device.socket.shutdownOutput();
      device.expect("OK");
      device.expectEnd();
    }
    assertThat(running.uplinks.texts()).containsExactly("25,40,94");
  }

  @Test
  void theEndOfTheConnectionDoesNotEndALine() throws IOException {
    try (TestDevice device = running.connect()) {
      device.say("25,40,94\n26,4");
      device.socket.shutdownOutput();
      device.expect("OK\n");
      device.expectEnd();
    }
    assertThat(running.uplinks.texts()).containsExactly("25,40,94");
  }

  @Test
  void tellsTheConverterAboutTheConnectionWhenAsked() throws IOException {
    try (var asked = new RunningPlugin("{port: 0, connectionMetadata: true}");
        TestDevice device = asked.connect()) {
      device.ask("1\n", "OK\n");
      assertThat(asked.uplinks.payloads().get(0).metadata())
          .containsEntry("remoteAddress", "127.0.0.1")
          .containsEntry("remotePort", Integer.toString(device.socket.getLocalPort()))
          .containsEntry("localPort", Integer.toString(asked.port()))
          .containsEntry("sessionId", asked.uplinks.payloads().get(0).source().session());
    }
  }
}
