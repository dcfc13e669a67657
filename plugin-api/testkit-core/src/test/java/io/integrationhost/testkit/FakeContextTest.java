package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.integrationhost.plugin.Counter;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Wire;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FakeContextTest {

  private final FakeContext context = FakeContext.of("{port: 1, tls.certificate: text}");

  @AfterEach
  void close() {
    context.close();
  }

  @Test
  void theOperatorsKeysLieOverTheSlice() {
    assertThat(context.overlay().isEmpty()).isTrue();
    context.overlay("{port: 2, tls.keyFile: \"/run/key\"}");
    assertThat(context.config().getInt("port")).isEqualTo(2);
    assertThat(context.config().getString("tls.certificate")).isEqualTo("text");
    assertThat(context.overlay().hasPath("tls.keyFile")).isTrue();
    assertThat(context.overlay().hasPath("tls.certificate")).isFalse();
  }

  @Test
  void aSecretIsTheValueOfNow() {
    assertThat(context.secret("meter")).isEmpty();
    context.secret("meter", "old");
    assertThat(context.secret("meter")).contains("old");
    context.secret("meter", "new");
    assertThat(context.secret("meter")).contains("new");
    assertThat(context.toString()).doesNotContain("new");
  }

  @Test
  void theIntegrationIsAsTheTestSays() {
    assertThat(context.integrationType()).isEqualTo("CUSTOM");
    context.routingKey("key").integrationType("HTTP");
    assertThat(context.routingKey()).isEqualTo("key");
    assertThat(context.integrationType()).isEqualTo("HTTP");
  }

  @Test
  void memoryHasTheBoundOfTheTest() {
    assertThat(context.memory().take(1L << 40)).isTrue();
    context.memory().give(1L << 40);
    context.memory().bound(10);
    assertThat(context.memory().take(6)).isTrue();
    assertThat(context.memory().take(5)).isFalse();
    assertThat(context.memory().taken()).isEqualTo(6);
    context.memory().give(100);
    assertThat(context.memory().taken()).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> context.memory().take(-1));
    context.memory().bound(0);
    assertThat(context.memory().take(1)).isFalse();
  }

  @Test
  void countersAreKeptByNameAndValue() {
    context.counter("polls", "Polls").increment();
    context.counter("polls", "Polls").add(2);
    context.counter("polls", "Polls").add(-5);
    assertThat(context.metrics().count("polls")).isEqualTo(3);
    Counter answers = context.counter("answers", "Answers", "result", "good", "late");
    answers.of("good").add(2);
    answers.of("sent by a device").increment();
    answers.increment();
    assertThat(context.metrics().count("answers", "good")).isEqualTo(2);
    assertThat(context.metrics().count("answers", "late")).isZero();
    assertThat(context.metrics().count("answers", "other")).isEqualTo(2);
    assertThat(context.metrics().count("answers")).isEqualTo(4);
  }

  @Test
  void aGaugeShowsTheValueOfNow() {
    long[] lag = {1};
    context.gauge("lag_seconds", "Lag", () -> lag[0]);
    lag[0] = 7;
    assertThat(context.metrics().gauge("lag_seconds")).isEqualTo(7);
    assertThat(context.metrics().names()).containsExactly("lag_seconds");
  }

  @Test
  void namesAreCheckedAsByTheHost() {
    context.counter("polls", "Polls");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> context.counter("Polls", ""))
        .withMessageContaining("'Polls' is no name of a metric or label");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> context.gauge("polls", "", () -> 1))
        .withMessageContaining("used for something else");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> context.counter("polls", "", "result", "good"))
        .withMessageContaining("used for something else");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> context.counter("others", "", "transport", "a"))
        .withMessageContaining("the host's own");
  }

  @Test
  void whatGoesBeyondTheBoundsIsIgnored() {
    IntStream.range(0, 20).forEach(i -> context.counter("count_" + i, ""));
    assertThat(context.counter("one_more", "")).isSameAs(Counter.IGNORED);
    assertThat(context.counter("count_7", "")).isNotSameAs(Counter.IGNORED);
    assertThat(context.metrics().names()).hasSize(20);
  }

  @Test
  void seriesAreBoundedToo() {
    String[] values = IntStream.range(0, 50).mapToObj(Integer::toString).toArray(String[]::new);
    assertThat(context.counter("many", "", "value", values)).isSameAs(Counter.IGNORED);
    assertThat(context.metrics().names()).isEmpty();
  }

  @Test
  void theWireKeepsWhatItIsTold() {
    context.wire().refused(Wire.Refusal.TLS);
    Wire.Line told = context.wire().opened(new Source("1"), "192.0.2.7:4711");
    assertThat(told.isWatched()).isFalse();
    context.wire().watch(true);
    assertThat(told.isWatched()).isTrue();
    told.received(3);
    told.receivedCopy("abc".getBytes(StandardCharsets.UTF_8));
    told.sent(1);
    told.sentCopy(new byte[] {9});
    told.device("D");
    told.fault(Wire.Fault.TOO_LONG);
    told.paused(true);
    told.paused(false);
    assertThat(context.wire().open()).hasSize(1);
    told.closed(Wire.End.IDLE);
    told.closed(Wire.End.STOPPED);
    told.received(100);
    RecordedLine line = context.wire().line(0);
    assertThat(line.source()).isEqualTo(new Source("1"));
    assertThat(line.received()).isEqualTo(3);
    assertThat(line.receivedCopies()).asString().isEqualTo("abc");
    assertThat(line.sent()).isEqualTo(1);
    assertThat(line.sentCopies()).containsExactly(9);
    assertThat(line.device()).contains("D");
    assertThat(line.faults()).containsExactly(Wire.Fault.TOO_LONG);
    assertThat(line.pauses()).isEqualTo(1);
    assertThat(line.isPaused()).isFalse();
    assertThat(line.end()).contains(Wire.End.IDLE);
    assertThat(line.late()).isEqualTo(1);
    assertThat(context.wire().open()).isEmpty();
    assertThat(context.wire().refusals()).containsExactly(Wire.Refusal.TLS);
  }

  @Test
  void devicesOutOfReachAreKept() {
    context.uplinks().connected("D");
    context.uplinks().disconnected("D");
    assertThat(context.uplinks().disconnected()).containsExactly("D");
  }
}
