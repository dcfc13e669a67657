package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.integrationhost.kit.Bytes;
import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportPlugin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** The contract passes a good client and catches each flaw by the test that is about it. */
final class ClientContractTest {

  private static final String PARAMETER = "client.flaw";

  /** Run from here only. */
  static final class Subject extends ClientContract {

    @Override
    protected TransportPlugin plugin() {
      return new FlawedClient(
          ClientFlaw.valueOf(System.getProperty(PARAMETER, ClientFlaw.NONE.name())));
    }

    @Override
    protected String configuration() {
      return "{host: plc}";
    }

    @Override
    protected List<String> badConfigurations() {
      return List.of("{host: other}", "{}");
    }

    @Override
    protected byte[] answer(byte[] heard) {
      return Bytes.utf8(heard.length > 0 ? "21.5\n" : "");
    }

    @Override
    protected Optional<Downlink> downlink() {
      return Optional.of(new Downlink("raw", ContentType.TEXT, Bytes.utf8("on"), Map.of()));
    }
  }

  @Test
  void passesAGoodClient() {
    Events tests = run(ClientFlaw.NONE, selectClass(Subject.class));
    assertThat(tests.started().count()).isGreaterThan(10);
    assertThat(tests.failed().list()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void catchesAFlaw(ClientFlaw flaw) {
    Events tests = run(flaw, selectMethod(Subject.class, flaw.caughtBy()));
    assertThat(tests.started().count()).isEqualTo(1);
    assertThat(tests.failed().count()).as("failures of %s", flaw.caughtBy()).isEqualTo(1);
  }

  private static Events run(ClientFlaw flaw, DiscoverySelector tests) {
    System.setProperty(PARAMETER, flaw.name());
    try {
      return EngineTestKit.engine("junit-jupiter").selectors(tests).execute().testEvents();
    } finally {
      System.clearProperty(PARAMETER);
    }
  }
}
