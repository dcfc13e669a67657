package io.integrationhost.plugins.tcp;

import static io.integrationhost.plugins.tcp.TestDevice.GREETING;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.kit.Fault;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Framing with a clock that stands still. */
class ConversationDecoderTest {

  private static final int QUIET = 100;
  private static final int GREETING_TIMEOUT = 5000;

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void putsAConversationOfLinesRightHoweverItIsTornWithPauses(String end) {
    String talk = GREETING + end + "25,40,94" + end + "26,41,93" + end;
    String expected = GREETING + "|" + end + "25,40,94|" + end + "26,41,93|" + end;
    for (int first = 1; first < talk.length(); first++) {
      for (int second = first; second < talk.length(); second++) {
        EmbeddedChannel channel = channel(QUIET);
        write(channel, talk.substring(0, first));
        pass(channel, 2 * QUIET);
        write(channel, talk.substring(first, second));
        pass(channel, 2 * QUIET);
        write(channel, talk.substring(second));
        assertThat(String.join("", heard(channel)))
            .describedAs("torn at %d and %d", first, second)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void takesOneByteAtATime() {
    EmbeddedChannel channel = channel(QUIET);
    for (char c : (GREETING + "\n1\n\r\n22\r\n").toCharArray()) {
      write(channel, String.valueOf(c));
    }
    assertThat(heard(channel)).containsExactly(GREETING + "|\n", "1|\n", "22|\r\n");
  }

  @Test
  void aPauseEndsAMessageOfADeviceWithoutLineEnds() {
    EmbeddedChannel channel = channel(QUIET);
    write(channel, "25,4");
    pass(channel, QUIET - 10);
    write(channel, "0,94");
    pass(channel, QUIET - 10);
    assertThat(heard(channel)).isEmpty();
    pass(channel, 10);
    assertThat(heard(channel)).containsExactly("25,40,94|");
    write(channel, "26\r");
    pass(channel, QUIET);
    assertThat(heard(channel)).containsExactly("26|");
  }

  @Test
  void aPauseNeverEndsALine() {
    EmbeddedChannel channel = channel(QUIET);
    write(channel, "1\n25,4");
    pass(channel, 1_000_000);
    write(channel, "0,94\n");
    assertThat(heard(channel)).containsExactly("1|\n", "25,40,94|\n");
  }

  @Test
  void waitsForTheRestOfAGreetingButNotForEver() {
    EmbeddedChannel channel = channel(QUIET);
    write(channel, "Hello to Thi");
    pass(channel, QUIET);
    pass(channel, GREETING_TIMEOUT - 1);
    assertThat(heard(channel)).isEmpty();
    pass(channel, 1);
    assertThat(heard(channel)).containsExactly("Hello to Thi|");
  }

  @Test
  void takesALateLineEndForTheMessageBefore() {
    EmbeddedChannel channel = channel(QUIET);
    write(channel, "1");
    pass(channel, QUIET);
    write(channel, "\r");
    write(channel, "\n2");
    pass(channel, QUIET);
    write(channel, "3\n");
    assertThat(heard(channel)).containsExactly("1|", "\r\n", "23|\n");
  }

  @Test
  void takesNoOtherLineEndForALateOne() {
    EmbeddedChannel channel = channel(QUIET);
    write(channel, "1");
    pass(channel, QUIET);
    write(channel, "2\n\n");
    assertThat(heard(channel)).containsExactly("1|", "2|\n");
  }

  @Test
  void waitsForLineEndsOnlyWhenToldSo() {
    EmbeddedChannel channel = channel(0);
    write(channel, "1");
    pass(channel, 1_000_000);
    write(channel, "2\n");
    assertThat(heard(channel)).containsExactly("12|\n");
  }

  @Test
  void doesNotTakeTheHostsPauseForTheDevices() {
    EmbeddedChannel channel = channel(QUIET);
    write(channel, "25,4");
    channel.config().setAutoRead(false);
    pass(channel, 10 * QUIET);
    assertThat(heard(channel)).isEmpty();
    channel.config().setAutoRead(true);
    write(channel, "0,94");
    pass(channel, QUIET);
    assertThat(heard(channel)).containsExactly("25,40,94|");
  }

  @Test
  void throwsAwayWhatFollowsAMessageThatIsTooLong() {
    EmbeddedChannel channel = channel(QUIET);
    write(channel, "x".repeat(600));
    write(channel, "x".repeat(600));
    write(channel, "\n1\n");
    pass(channel, QUIET);
    assertThat(heard(channel)).containsExactly("too long");
    assertThat(channel.finish()).isFalse();
  }

  private static EmbeddedChannel channel(int quietMs) {
    var rule =
        new Settings.Greeted(
            Duration.ofMillis(quietMs),
            Duration.ofMillis(GREETING_TIMEOUT),
            1000,
            Optional.empty());
    var channel = new EmbeddedChannel(new ConversationDecoder(rule));
    channel.freezeTime();
    return channel;
  }

  private static void write(EmbeddedChannel channel, String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
  }

  private static void pass(EmbeddedChannel channel, long ms) {
    channel.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }

  private static List<String> heard(EmbeddedChannel channel) {
    List<String> heard = new ArrayList<>();
    for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
      if (next instanceof Inbound.Message message) {
        heard.add(new String(message.bytes(), StandardCharsets.UTF_8) + "|" + message.end().text());
      } else if (next instanceof Inbound.LateLineEnd late) {
        heard.add(late.end().text());
      } else {
        heard.add(
            next instanceof Fault fault && fault.what().contains("longer than 1000 bytes")
                ? "too long"
                : next.toString());
      }
    }
    return heard;
  }
}
