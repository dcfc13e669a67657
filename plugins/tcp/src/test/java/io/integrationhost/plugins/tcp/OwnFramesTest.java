package io.integrationhost.plugins.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.plugin.Receipt;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.Trial;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What our own form can do beside the conversation, and both forms beside ThingsBoard's. */
class OwnFramesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "type: TEXT; 61 0d0a 62 0a; 61; 62",
        "type: HEX; 30 61 20 31 42 0a 46 66 0a; 0a1b; ff",
        "type: FIXED, frameLength: 3; 010203 040506 07; 010203; 040506",
        "type: MARKS, startMark: \"hex:02\", endMark: \"hex:03\"; 02 6103 02 6203; 61; 62",
        "type: MARKS, startMark: \"$\", endMark: \"#\", stripDelimiter: false;"
            + " 24 61 23 24 62 23; 246123; 246223",
        "type: MARKS, startMark: \"hex:7e\", endMark: \"hex:7e\", escape: \"hex:7d\","
            + " escapeXor: 32; 7e 7d5e 7d5d 7e 02 7e; 7e7d; 02",
        "type: MARKS, startMark: \"hex:c0\", endMark: \"hex:c0\", escape: \"hex:db\","
            + " escapeCodes: \"hex:dcc0 dddb\"; c0 dbdc dbdd c0 01 c0; c0db; 01",
        "type: MARKS, startMark: \"<\", endMark: \">\", escape: \"\\\\\";"
            + " 3c 5c3e 3e 3c 61 3e; 3e; 61",
        "type: BINARY, byteOrder: BIG_ENDIAN, lengthAdjustment: -2;"
            + " 0003 01 0004 0203; 000301; 00040203",
        "type: JSON; 7b7d 5b5d; 7b7d; 5b5d",
      })
  void tellsFramesApart(String framing, String sent, String first, String second) {
    try (var log = new CapturedLog();
        var trial = Trial.of(new TcpPlugin(), "{port: 1, framing {" + framing + "}}")) {
      trial.sayHex(sent).publishedHex(first, second).hearsNothing();
      trial.connect();
      for (int at = 0; at < sent.replace(" ", "").length(); at += 2) {
        trial.sayHex(sent.replace(" ", "").substring(at, at + 2));
      }
      trial.publishedHex(first, second, first, second);
      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  void aPauseEndsAFrame() {
    try (var trial =
        Trial.of(new TcpPlugin(), "{port: 1, framing {type: QUIET, quietTimeMs: 50}}")) {
      trial.sayHex("0102").passes(Duration.ofMillis(40)).sayHex("03").publishedNothing();
      trial.passes(Duration.ofMillis(60)).publishedHex("010203");
    }
  }

  @Test
  void countsWhatIsNoHexAndGoesOn() {
    try (var log = new CapturedLog();
        var trial = Trial.of(new TcpPlugin(), "{port: 1, framing {type: HEX}}")) {
      trial.say("0x1\n02\n").publishedHex("02");
      assertThat(trial.transport().health().detail()).contains("1 bad frames");
      assertThat(log.warnings()).hasSize(1);
    }
  }

  @Test
  void repliesAsConfigured() {
    String replies =
        "replies {onConnect: \"hello\\n\", onAccepted: \"hex:06\", onStored: \"S\","
            + " onRefused: \"hex:15 0a\"}";
    try (var trial =
        Trial.of(new TcpPlugin(), "{port: 1, framing {type: TEXT}, " + replies + "}")) {
      trial.hears("hello\n").say("a\nb\n").hearsHex("06 53 06 53").published("a", "b");
      trial.hostRefuses(Receipt.Reason.CONVERTER, "no").say("c\n").hearsHex("06 15 0a");
    }
    try (var trial =
        Trial.of(
            new TcpPlugin(),
            "{clientConfiguration {handlerConfiguration {type: TEXT, maxFrameLength: 2}}, "
                + replies
                + "}")) {
      trial.hears("hello\n").say("abc\nd\n").hearsHex("15 0a 06 53").published("d");
    }
  }

  @Test
  void quotesTextsWhenAsked() {
    try (var trial = Trial.of(new TcpPlugin(), "{port: 1, quoteText: true}")) {
      trial.say("a\"\\\t\u0001\u007f\u00e9,1\n").hears("OK\n");
      trial.published("\"a\\\"\\\\\\t\\u0001\u007f\u00e9,1\"");
    }
    try (var trial =
        Trial.of(new TcpPlugin(), "{port: 1, framing {type: BINARY}, quoteText: true}")) {
      trial.sayHex("0100 22").publishedHex("010022");
    }
  }

  @Test
  void admitsWhoMayComeAndBelievesTrustedProxies() {
    try (var trial =
        Trial.of(
            new TcpPlugin(),
            "{port: 1, connectionMetadata: true, proxyProtocol: true,"
                + " trustedProxies: [\"10.0.0.0/24\"], allow: [\"192.168.0.0/16\"]}")) {
      trial.say("PROXY TCP4 192.168.7.7 10.0.0.1 4711 1\r\n25\n").hears("OK\n").isOpen();
      assertThat(trial.context().uplinks().payloads().get(0).metadata())
          .containsEntry("remoteAddress", "192.168.7.7")
          .containsEntry("remotePort", "4711");
      trial.connect().say("PROXY TCP4 172.16.0.1 10.0.0.1 4711 1\r\n25\n").isClosed();
    }
    try (var trial = Trial.of(new TcpPlugin(), "{port: 1, allow: [\"192.168.0.0/16\"]}")) {
      trial.isClosed();
    }
  }

  @Test
  void closesWhoNeverSpeaksInTheConversationOnly() {
    Duration almost = Duration.ofSeconds(58);
    try (var trial = Trial.of(new TcpPlugin(), "{port: 1}")) {
      trial.passes(almost).isOpen().passes(Duration.ofSeconds(4)).isClosed();
    }
    try (var trial = Trial.of(new TcpPlugin(), "{clientConfiguration {port: 1}}")) {
      trial.passes(Duration.ofDays(1)).isOpen();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "framing {type: CSV}; framing.type: must be TEXT, BINARY, JSON, HEX, FIXED, MARKS or QUIET",
        "framing {type: FIXED}; framing.frameLength: is missing",
        "framing {type: MARKS, endMark: b}; framing.startMark: is missing",
        "framing {type: MARKS, startMark: a, endMark: b, escape: ab}; framing.escape: must be one",
        "replies {onStored: OK}; replies: the conversation has answers of its own",
        "framing {type: TEXT}, replies {onStored: \"hex:0\"}; replies.onStored: must be a text, or",
        "proxyProtocol: true; trustedProxies: is missing",
        "tls {certificateFile: /etc/passwd}; only the host's own settings may do",
        "tls {clientAuth: maybe, enabled: true}; tls.clientAuth: must be none, want or require",
        "msgGenerationIntervalMs: 9, proxyProtocol: true, trustedProxies: [\"::1\"];"
            + " the built-in sensor speaks neither TLS nor PROXY",
      })
  void namesWhatIsWrong(String keys, String message) {
    assertThatThrownBy(() -> new TcpPlugin().create(FakeContext.of("{port: 1, " + keys + "}")))
        .isInstanceOf(TransportException.class)
        .hasMessageContaining(message);
  }
}
