package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract passes a good transport and catches each flaw by the test that is about it. */
final class TransportContractTest {

  @ParameterizedTest
  @CsvSource({
    "NONE, ''",
    "OPENS_A_SOCKET_IN_CREATE, createOpensNothing",
    "STARTS_A_THREAD_IN_CREATE, createOpensNothing",
    "ACCEPTS_ANY_CONFIGURATION, badConfigurationsFailInCreate",
    "ACCEPTS_ANY_DOWNLINK, downlinkToAnUnknownDeviceFails",
    "FAILS_A_DOWNLINK_WITH_AN_ODD_EXCEPTION, downlinkToAnUnknownDeviceFails",
    "HAS_NO_HEALTH, tellsItsHealthAtAnyTime",
    "KEEPS_ITS_SESSIONS, endsTheSessionsThatItTold",
    "KNOWS_ITS_PORT_ONLY_WHEN_STARTED, tellsOfItselfBeforeItsStart",
    "STAYS_PAUSED, servesAgainAfterAPause",
    "GIVES_UP_AFTER_A_REFUSAL, goesOnAfterARefusedUplink"
  })
  void catchesAFlaw(Flaw flaw, String failing) {
    assertThat(ContractRun.failedTests(flaw)).isEqualTo(failing);
  }
}
