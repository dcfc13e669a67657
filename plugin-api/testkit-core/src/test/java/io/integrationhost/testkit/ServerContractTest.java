package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.integrationhost.plugin.TransportPlugin;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The contract catches what is wrong with a protocol, by the test that is about it. */
final class ServerContractTest {

  private static final String PARAMETER = "server.flaw";

  /** Run from here only. */
  static final class Subject extends ServerContract {

    private final ServerFlaw flaw =
        ServerFlaw.valueOf(System.getProperty(PARAMETER, ServerFlaw.NONE.name()));

    @Override
    protected TransportPlugin plugin() {
      return new FlawedServer(flaw);
    }

    @Override
    protected String configuration() {
      return "{port: " + FreePort.find() + "}";
    }

    @Override
    protected List<String> badConfigurations() {
      return List.of("{port: none}");
    }

    @Override
    protected Optional<String> configurationWithTakenPort(int port) {
      return Optional.empty();
    }

    @Override
    protected void sendFromDevice(StartedTransport started) {
      throw new UnsupportedOperationException("the tests that need it are not run");
    }

    @Override
    protected Dialog dialog() {
      return Dialog.of("21.5\n", "OK\n")
          .after("boiler\n", "HI\n")
          .downlink("boiler", "on\n", "on\n");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void catchesAFlaw(ServerFlaw flaw) {
    assertThat(failures(flaw)).as("failures of %s with the flaw", flaw.caughtBy()).isEqualTo(1);
    assertThat(failures(flaw, ServerFlaw.NONE)).as("failures without a flaw").isZero();
  }

  private static long failures(ServerFlaw flaw) {
    return failures(flaw, flaw);
  }

  /** How many of the tests that are to catch a flaw fail for another, or for none. */
  private static long failures(ServerFlaw tests, ServerFlaw flaw) {
    System.setProperty(PARAMETER, flaw.name());
    try {
      var run =
          EngineTestKit.engine("junit-jupiter")
              .selectors(selectMethod(Subject.class, tests.caughtBy()))
              .execute()
              .testEvents();
      assertThat(run.started().count()).isEqualTo(1);
      return run.failed().count();
    } finally {
      System.clearProperty(PARAMETER);
    }
  }
}
