package io.integrationhost.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.plugin.TransportException;
import io.integrationhost.runtime.PluginFailure.Kind;
import org.junit.jupiter.api.Test;

final class FailuresTest {

  @Test
  void whatNobodyConfirmedIsToldWithItsReason() {
    PluginFailure failure =
        new Failures("acme")
            .of(
                "downlink",
                new TransportException(
                    TransportException.Kind.UNCONFIRMED, "meter 7 did not confirm"));
    assertThat(failure.kind()).isEqualTo(Kind.UNCONFIRMED);
    assertThat(failure).hasMessageContaining("meter 7 did not confirm");
  }
}
