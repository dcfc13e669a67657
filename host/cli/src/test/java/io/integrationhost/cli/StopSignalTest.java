package io.integrationhost.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

final class StopSignalTest {

  @Test
  void theProcessLivesUntilWhatIsUnderWayIsFinished() throws InterruptedException {
    Thread ending;
    try (StopSignal signal = StopSignal.install("late")) {
      assertThat(signal.isTold()).isFalse();
      ending = signal.hook();
      ending.start();
      signal.await();
      assertThat(signal.isTold()).isTrue();
      await().until(() -> ending.getState() == Thread.State.TIMED_WAITING);
    }
    ending.join();
    assertThat(ending.isAlive()).isFalse();
  }
}
