package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.integrationhost.plugin.TransportPlugin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs the contract for a transport with one flaw. */
final class ContractRun {

  private static final String PARAMETER = "flaw";

  /** Run from here only. */
  static final class Subject extends TransportContract {

    private final Flaw flaw = Flaw.valueOf(System.getProperty(PARAMETER, Flaw.NONE.name()));

    @Override
    protected TransportPlugin plugin() {
      return new FlawedPlugin(flaw);
    }

    @Override
    protected String configuration() {
      return "{port: " + FreePort.find() + "}";
    }

    @Override
    protected List<String> badConfigurations() {
      return List.of("{port: 65536}", "{port: none}", "{}");
    }

    @Override
    protected Optional<String> configurationWithTakenPort(int port) {
      return Optional.of("{port: " + port + "}");
    }

    @Override
    protected void sendFromDevice(StartedTransport started) {
      ((FlawedTransport) started.transport()).hear("25,40,94");
    }

    @Override
    protected Duration patience() {
      return flaw == Flaw.NONE ? Duration.ofSeconds(30) : Duration.ofSeconds(1);
    }
  }

  private ContractRun() {}

  /** The names of the contract's tests that the transport fails, sorted. */
  static String failedTests(Flaw flaw) {
    System.setProperty(PARAMETER, flaw.name());
    try {
      var tests =
          EngineTestKit.engine("junit-jupiter")
              .selectors(selectClass(Subject.class))
              .execute()
              .testEvents();
      assertThat(tests.started().count()).isGreaterThan(10);
      return String.join(" ", tests.failed().stream().map(ContractRun::name).sorted().toList());
    } finally {
      System.clearProperty(PARAMETER);
    }
  }

  private static String name(Event event) {
    return event.getTestDescriptor().getDisplayName().replace("()", "");
  }
}
