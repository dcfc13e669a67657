package io.integrationhost.host.wirelog;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Wire;
import io.integrationhost.runtime.wire.TransportWire;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The lines of the log that tell of connections. */
final class SessionLinesTest {

  private static final String NAME = "io.integrationhost.runtime.wire.SessionLog";

  private final Logger logger = (Logger) LoggerFactory.getLogger(NAME);
  private final ListAppender<ILoggingEvent> heard = new ListAppender<>();
  private final TransportWire wire =
      new TransportWire(
          "transport 'tcp' of integration 'yard'",
          Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneOffset.UTC));

  @BeforeEach
  void listen() {
    heard.start();
    logger.addAppender(heard);
    logger.setAdditive(false);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(heard);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  private List<String> lines() {
    return heard.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void eachConnectionAndItsEndIsALineAtDebugOnly() {
    wire.opened(new Source("s0"), "x").closed(Wire.End.DEVICE);
    assertThat(lines()).isEmpty();
    logger.setLevel(Level.DEBUG);
    Wire.Line line = wire.opened(new Source("s1"), "10.0.0.5:1234");
    line.received(17);
    line.device("pump\u001b[31m");
    line.closed(Wire.End.IDLE);
    assertThat(lines())
        .containsExactly(
            "transport 'tcp' of integration 'yard', session 's1': opened from 10.0.0.5:1234",
            "transport 'tcp' of integration 'yard', session 's1': closed (IDLE), of device"
                + " 'pump\\u001b[31m' at 10.0.0.5:1234; since 2026-11-30T12:00:00Z, 17 bytes received,"
                + " 0 sent");
  }

  @Test
  void thousandsAtOnceAreAFewLines() {
    logger.setLevel(Level.DEBUG);
    long begin = System.nanoTime();
    for (int i = 0; i < 10_000; i++) {
      wire.opened(new Source("s" + i), "x");
    }
    long seconds = (System.nanoTime() - begin) / 1_000_000_000 + 2;
    assertThat(lines()).hasSizeLessThanOrEqualTo((int) (51 * seconds)).hasSizeGreaterThan(49);
  }
}
