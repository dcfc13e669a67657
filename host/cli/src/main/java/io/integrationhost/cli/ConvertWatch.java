package io.integrationhost.cli;

import io.integrationhost.convert.InputException;
import io.integrationhost.convert.Watch;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Runs a conversion again and again, until the process is told to end. */
record ConvertWatch(Console console, Supplier<Collection<Path>> files) {
  private static final long MILLIS = 300;

  void run(Runnable conversion) throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown, "shutdown"));
    new Watch(files, () -> show(conversion), () -> !stopped.await(MILLIS, TimeUnit.MILLISECONDS))
        .run();
  }

  /** What cannot be read now may be readable after the next change. */
  private void show(Runnable conversion) {
    console.line(
        "=== %s, again when a file changes; Ctrl-C ends"
            .formatted(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS)));
    try {
      conversion.run();
    } catch (InputException e) {
      console.error(e.getMessage());
    }
  }
}
