package io.integrationhost.host.front;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.integrationhost.spool.SpoolHealth;
import io.integrationhost.spool.SpoolLosses;
import io.integrationhost.spool.SpoolStats;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class BacklogLogTest {

  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final long MOST = 10_000;

  private final Logger logger = (Logger) LoggerFactory.getLogger(BacklogLog.class);
  private final ListAppender<ILoggingEvent> heard = new ListAppender<>();
  private final BacklogLog log = new BacklogLog("yard", Clock.fixed(NOW, ZoneOffset.UTC));

  @BeforeEach
  void listen() {
    heard.start();
    logger.addAppender(heard);
    logger.setLevel(ch.qos.logback.classic.Level.INFO);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(heard);
    logger.setLevel(null);
  }

  private List<String> look(long records, Optional<Integer> age, long disk) {
    heard.list.clear();
    log.look(
        new SpoolStats(
            records,
            disk,
            0,
            MOST,
            records,
            age.map(NOW::minusSeconds),
            new SpoolLosses(0, 0, 0, 0, 0, 0),
            new SpoolHealth(SpoolHealth.State.OK, ""),
            disk));
    return heard.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void tellsTheBeginningTheTenthPartAndTheEndOnce() {
    assertThat(look(0, Optional.empty(), 0)).isEmpty();
    assertThat(look(500, Optional.of(9), 900)).as("passing through").isEmpty();
    assertThat(look(500, Optional.of(10), 900))
        .containsExactly(
            "integration 'yard': a backlog begins: 500 readings wait for ThingsBoard, the oldest for"
                + " 10 s");
    assertThat(look(600, Optional.of(15), 1_000)).isEmpty();
    assertThat(look(601, Optional.of(20), 1_001))
        .singleElement()
        .asString()
        .contains("more than a tenth of the spool: 601 readings, 1001 of 10000 bytes");
    assertThat(look(700, Optional.of(25), 1_500)).isEmpty();
    assertThat(look(10, Optional.empty(), 900)).as("not looked up yet").isEmpty();
    assertThat(look(10, Optional.of(5), 900)).as("nearly gone").isEmpty();
    assertThat(look(3, Optional.of(1), 900))
        .containsExactly(
            "integration 'yard': the backlog is gone; its first reading had waited 10 s");
    assertThat(look(0, Optional.empty(), 0)).isEmpty();
    assertThat(look(9, Optional.of(60), 5_000)).hasSize(2);
    assertThat(look(0, Optional.empty(), 0)).hasSize(1);
  }
}
