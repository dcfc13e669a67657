package io.integrationhost.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract catches what is wrong with how a transport stops, by the test that is about it. */
final class TransportContractOfStoppingTest {

  @ParameterizedTest
  @CsvSource({
    "STOPS_ONLY_ONCE, stopsBeforeItsStart stopsTwice",
    "STOPS_ONLY_AFTER_A_START, stopsAfterAFailedStart stopsBeforeItsStart",
    "PUBLISHES_AFTER_STOP, publishesNothingAfterItsStop stopsDuringItsStart",
    "KEEPS_ITS_PORT, startsAgainAsANewTransport",
    "LEAVES_A_THREAD, itsThreadsEndWithThePlugin",
    "STOPS_ONLY_WHEN_ALL_IS_STORED, stopsWhileTheHostIsSlow"
  })
  void catchesAFlaw(Flaw flaw, String failing) {
    assertThat(ContractRun.failedTests(flaw)).isEqualTo(failing);
  }
}
