package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.integrationhost.plugin.TransportPlugin;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** The contract passes a good transport and catches each flaw by the test that is about it. */
class TransportContractTest {

  private static final String PARAMETER = "flaw";

  /** Run by the tests below only. */
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

  @ParameterizedTest
  @CsvSource({
    "NONE, ''",
    "OPENS_A_SOCKET_IN_CREATE, createOpensNothing",
    "STARTS_A_THREAD_IN_CREATE, createOpensNothing",
    "ACCEPTS_ANY_CONFIGURATION, badConfigurationsFailInCreate",
    "STOPS_ONLY_ONCE, stopsBeforeItsStart stopsTwice",
    "STOPS_ONLY_AFTER_A_START, stopsAfterAFailedStart stopsBeforeItsStart",
    "PUBLISHES_AFTER_STOP, publishesNothingAfterItsStop stopsDuringItsStart",
    "KEEPS_ITS_PORT, startsAgainAsANewTransport",
    "ACCEPTS_ANY_DOWNLINK, downlinkToAnUnknownDeviceFails",
    "FAILS_A_DOWNLINK_WITH_AN_ODD_EXCEPTION, downlinkToAnUnknownDeviceFails",
    "HAS_NO_HEALTH, tellsItsHealthAtAnyTime",
    "LEAVES_A_THREAD, itsThreadsEndWithThePlugin",
    "STOPS_ONLY_WHEN_ALL_IS_STORED, stopsWhileTheHostIsSlow",
    "GIVES_UP_AFTER_A_REFUSAL, goesOnAfterARefusedUplink"
  })
  void catchesAFlaw(Flaw flaw, String failing) {
    assertThat(failedTests(flaw)).isEqualTo(failing);
  }

  private static String failedTests(Flaw flaw) {
    System.setProperty(PARAMETER, flaw.name());
    try {
      var tests =
          EngineTestKit.engine("junit-jupiter")
              .selectors(selectClass(Subject.class))
              .execute()
              .testEvents();
      assertThat(tests.started().count()).isGreaterThan(10);
      return String.join(
          " ", tests.failed().stream().map(TransportContractTest::name).sorted().toList());
    } finally {
      System.clearProperty(PARAMETER);
    }
  }

  private static String name(Event event) {
    return event.getTestDescriptor().getDisplayName().replace("()", "");
  }
}
