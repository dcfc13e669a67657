package io.integrationhost.admin.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class EventStreamTest {

  private final List<String> written = new ArrayList<>();
  private final List<Consumer<Throwable>> waiting = new ArrayList<>();
  private boolean last;
  private final EventStream stream =
      new EventStream(
          (bytes, isLast, done) -> {
            written.add(new String(bytes, StandardCharsets.UTF_8));
            waiting.add(done);
            last = isLast;
          },
          2);

  private void taken(Throwable failure) {
    waiting.remove(0).accept(failure);
  }

  @Test
  void aSlowReaderMissesEventsAndGetsTheOthersTogether() {
    assertThat(stream.send("a", "1")).isTrue();
    assertThat(stream.send("a", "2")).isTrue();
    assertThat(stream.send("a", "3")).isTrue();
    assertThat(stream.send("a", "4")).isFalse();
    assertThat(stream.isIdle()).isFalse();
    taken(null);
    assertThat(written)
        .containsExactly(
            "id: 1\nevent: a\ndata: 1\n\n",
            "id: 2\nevent: a\ndata: 2\n\nid: 3\nevent: a\ndata: 3\n\n");
    taken(null);
    assertThat(stream.isIdle()).isTrue();
  }

  @Test
  void anEndComesBehindWhatWaits() {
    AtomicInteger closed = new AtomicInteger();
    stream.onClose(closed::incrementAndGet);
    stream.send("a", "1");
    stream.send("a", "2");
    stream.end();
    assertThat(last).isFalse();
    taken(null);
    assertThat(last).isTrue();
    assertThat(closed.get()).isZero();
    taken(null);
    assertThat(closed.get()).isEqualTo(1);
    assertThat(stream.send("a", "3")).isFalse();
    stream.onClose(closed::incrementAndGet);
    assertThat(closed.get()).isEqualTo(2);
  }

  @Test
  void aReaderThatHasGoneIsToldOfOnce() {
    AtomicInteger closed = new AtomicInteger();
    stream.onClose(closed::incrementAndGet);
    stream.send("a", "1");
    taken(new IOException("gone"));
    assertThat(closed.get()).isEqualTo(1);
    assertThat(stream.send("a", "2")).isFalse();
    stream.keepAlive();
    stream.end();
    assertThat(written).hasSize(1);
    assertThat(closed.get()).isEqualTo(1);
  }

  @Test
  void onlyAQuietStreamIsKeptAlive() {
    stream.keepAlive();
    stream.keepAlive();
    assertThat(written).containsExactly(":\n\n");
  }
}
