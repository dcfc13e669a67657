package io.integrationhost.kit.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AcceptFailuresTest {

  @Test
  void saysOnceWhatIsWrongAndRests() {
    try (var log = new CapturedLog()) {
      var reports = new Reports("test", Clock.systemUTC());
      var channel = new EmbeddedChannel();
      channel
          .pipeline()
          .addLast(new AcceptFailures(reports, () -> channel.config().setAutoRead(true)));
      channel.freezeTime();
      for (int i = 0; i < 3; i++) {
        channel.pipeline().fireExceptionCaught(new IOException("Too many open files"));
        assertThat(channel.config().isAutoRead()).isFalse();
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.config().isAutoRead()).isTrue();
      }
      channel.checkException();
      assertThat(log.warnings())
          .singleElement()
          .asString()
          .contains("Too many open files", "ulimit -n");
      assertThat(reports.shortage()).hasValueSatisfying(lack -> assertThat(lack).contains("files"));
    }
  }
}
