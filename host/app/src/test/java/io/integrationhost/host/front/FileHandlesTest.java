package io.integrationhost.host.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class FileHandlesTest {

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong open = new AtomicLong(10);
  private final AtomicInteger looks = new AtomicInteger();
  private final FileHandles handles = new FileHandles(this::look, nanos::get);

  private FileHandles.Use look() {
    looks.incrementAndGet();
    if (open.get() > 1_024) {
      throw new InternalError("Unable to open directory /proc/self/fd");
    }
    return new FileHandles.Use(open.get(), 1_024);
  }

  private void later() {
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
  }

  @Test
  void saysWhatIsWrongAndThatItIsOver() {
    assertThat(handles.get()).isEmpty();
    open.set(1_000);
    later();
    assertThat(handles.get())
        .hasValueSatisfying(
            text -> assertThat(text).contains("nearly all of its 1024 file handles", "ulimit -n"));
    open.set(1_025);
    later();
    assertThat(handles.get())
        .hasValueSatisfying(text -> assertThat(text).contains("no file handle left"));
    open.set(10);
    later();
    assertThat(handles.get()).isEmpty();
  }

  @Test
  void looksSeldomHoweverOftenItIsAsked() {
    for (int i = 0; i < 100; i++) {
      assertThat(handles.get()).isEmpty();
    }
    assertThat(looks).hasValue(1);
  }

  @Test
  void knowsThisProcess() {
    FileHandles.Use use = FileHandles.ofProcess();
    assertThat(use.open()).isLessThanOrEqualTo(use.most());
  }
}
