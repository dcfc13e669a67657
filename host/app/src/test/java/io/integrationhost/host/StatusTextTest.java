package io.integrationhost.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.integrationhost.emulator.IntegrationHandle;
import io.integrationhost.host.board.Phase;
import io.integrationhost.host.integration.StatusLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What an operator reads of one integration: each thing once, and with its name once. */
final class StatusTextTest {

  private static final String DECODER = "return {deviceName: 'D', telemetry: {t: 1}};";

  @TempDir private Path directory;
  private HostRig rig;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger =
      ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("io.integrationhost.host");
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getLoggerName().matches(".*\\.host\\.(front|integration)\\..*")) {
            lines.add(event.getLevel() + " " + event.getFormattedMessage());
          }
        }
      };

  @BeforeEach
  void prepare() throws IOException {
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    rig = new HostRig(directory, item -> {});
  }

  @AfterEach
  void close() {
    rig.close();
    logger.setLevel(null);
    logger.setAdditive(true);
    logger.detachAppender(appender);
  }

  private IntegrationHandle start() throws IOException {
    return rig.start(List.of(new StatusLog()), rig.integration("yard", "", DECODER));
  }

  private void awaitPhase(Phase phase) {
    await().atMost(HostRig.PATIENCE).until(() -> rig.running().status().phase() == phase);
  }

  private long times(String part) {
    return lines.stream().filter(line -> line.contains(part)).count();
  }

  @Test
  void aConfigurationThatCannotBeUsedIsToldOnceWithOneName() throws IOException {
    IntegrationHandle integration = start();
    integration.push(
        integration.configuration().toBuilder().configuration("{\n\"port\": 1,,}").build());
    awaitPhase(Phase.DEGRADED);
    String reason = rig.running().status().reason();
    assertThat(reason).startsWith("JSON configuration, line 2: a \"key\" or '}' is expected");
    assertThat(lines).contains("WARN integration 'yard' is DEGRADED: " + reason);
    assertThat(times("is expected here")).isOne();

    // The same mistake once more changes no state, but somebody looks for what became of it.
    integration.push(
        integration.configuration().toBuilder()
            .name("other")
            .configuration("{\n\"port\": 1,,}")
            .build());
    await().atMost(HostRig.PATIENCE).until(() -> times("is expected here") == 2);
    assertThat(lines.get(lines.size() - 1)).startsWith("ERROR integration 'yard': JSON config");
  }

  @Test
  void whatServesNobodyIsNotToldToBeApplied() throws IOException {
    IntegrationHandle integration = start();
    assertThat(lines)
        .contains("INFO integration 'yard': transport 'rig' runs with plugin rig 1.0.0")
        .contains("INFO integration 'yard': configuration of 'yard' applied");
    lines.clear();
    integration.push(
        integration.configuration().toBuilder()
            .configuration(
                "{\"configuration\": {\"plugins\": {\"nowhere\": {}}}, \"metadata\": {}}")
            .build());
    awaitPhase(Phase.DEGRADED);
    assertThat(rig.running().status().reason())
        .startsWith("JSON configuration, line 1: plugins.nowhere asks for plugin 'nowhere'");
    assertThat(lines).noneMatch(line -> line.contains("updated"));
  }

  @Test
  void namesFromTheServerAreClean() throws IOException {
    IntegrationHandle integration = start();
    integration.push(
        integration.configuration().toBuilder()
            .name("N\u001b[31m\nFORGED")
            .configuration("{\"plugins\": {\"nowhere\": {}}}")
            .type("T\n\u001b[0m")
            .build());
    awaitPhase(Phase.DEGRADED);
    assertThat(lines)
        .isNotEmpty()
        .allMatch(line -> line.chars().noneMatch(Character::isISOControl));
  }
}
