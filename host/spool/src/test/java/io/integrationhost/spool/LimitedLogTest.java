package io.integrationhost.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

class LimitedLogTest {

  private final AtomicLong seconds = new AtomicLong(-5);
  private final List<String> lines = new ArrayList<>();
  private final LimitedLog log =
      new LimitedLog(logger(), () -> TimeUnit.SECONDS.toNanos(seconds.get()));

  @Test
  void aFaultOfEverySecondFillsNoDiskInADay() {
    for (int i = 0; i < 24 * 60 * 60; i++) {
      log.warn("the disk fails");
      seconds.incrementAndGet();
    }
    assertThat(lines).hasSizeBetween(140, 160);
    assertThat(lines.get(0)).isEqualTo("the disk fails");
    assertThat(lines.get(1)).isEqualTo("the disk fails (9 more of this kind were held back)");
  }

  @Test
  void aFaultThatComesAgainAfterALongTimeIsToldAtOnce() {
    for (int i = 0; i < 10; i++) {
      log.error("the disk fails");
      seconds.addAndGet(3600);
    }
    assertThat(lines).hasSize(10).containsOnly("the disk fails");
    log.error("the disk fails");
    log.error("the disk fails");
    seconds.addAndGet(10);
    log.error("the disk fails");
    assertThat(lines).hasSize(12);
  }

  @Test
  void whatTheLoggerThrowsGoesNoFurther() {
    LimitedLog failing =
        new LimitedLog(
            (Logger)
                Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {Logger.class},
                    (proxy, method, arguments) -> {
                      throw new OutOfMemoryError("a test");
                    }),
            System::nanoTime);
    failing.error("the disk fails");
    assertThat(lines).isEmpty();
  }

  private Logger logger() {
    Object builder =
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {LoggingEventBuilder.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("addKeyValue")) {
                return proxy;
              }
              lines.add((String) arguments[0]);
              return null;
            });
    return (Logger)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> builder);
  }
}
