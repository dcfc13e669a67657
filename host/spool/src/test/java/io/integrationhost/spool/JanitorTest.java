package io.integrationhost.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JanitorTest {

  @Test
  void anErrorEndsNeitherARepeatedTaskNorTheOthers() throws Exception {
    Janitor janitor = new Janitor(Janitor.thread("test"));
    try {
      AtomicInteger runs = new AtomicInteger();
      Runnable end =
          janitor.every(
              Duration.ofMillis(1),
              () -> {
                if (runs.incrementAndGet() <= 3) {
                  throw new OutOfMemoryError("a test");
                }
              });
      await().until(() -> runs.get() > 5);
      end.run();
      assertThat(janitor.submit(JanitorTest::fail).get(20, TimeUnit.SECONDS)).isNull();
      AtomicInteger later = new AtomicInteger();
      janitor.after(Duration.ofMillis(1), JanitorTest::fail);
      janitor.after(Duration.ofMillis(2), later::incrementAndGet);
      await().until(() -> later.get() == 1);
    } finally {
      janitor.close();
    }
  }

  private static void fail() {
    throw new StackOverflowError("a test");
  }
}
