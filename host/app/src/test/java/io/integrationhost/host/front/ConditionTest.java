package io.integrationhost.host.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.host.board.Phase;
import io.integrationhost.remote.LinkFailure;
import io.integrationhost.remote.LinkState;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** The state that follows from what is known of an integration's parts. */
final class ConditionTest {

  private static final LinkState CONNECTED = new LinkState.Connected();
  private static final LinkState WAITING =
      new LinkState.Waiting(
          new LinkFailure(LinkFailure.Kind.CONNECTION_REFUSED, "nobody listens at tb:9090"),
          Instant.EPOCH,
          1);
  private static final LinkState REFUSED =
      new LinkState.Refused(
          new LinkFailure(LinkFailure.Kind.KEY_REJECTED, "key or secret is wrong"), Instant.EPOCH);

  private final Lifecycle lifecycle = new Lifecycle("yard", Clock.systemUTC(), List.of());

  private String of(Condition condition) {
    lifecycle.moveTo(Phase.STARTING, "");
    condition.moveTo(lifecycle);
    return lifecycle.status().describe();
  }

  private void connect() {
    lifecycle.moveTo(Phase.CONNECTING, "");
  }

  @Test
  void allIsWell() {
    connect();
    assertThat(of(new Condition(CONNECTED, List.of(), true, true))).isEqualTo("RUNNING");
  }

  @Test
  void whatHasNoLinkYetIsNotRunning() {
    connect();
    assertThat(of(new Condition(new LinkState.Connecting(), List.of(), true, true)))
        .isEqualTo("STARTING");
  }

  @Test
  void withoutTransportsItHasFailedWhateverElseIsWrong() {
    connect();
    assertThat(of(new Condition(CONNECTED, List.of("no plugin", "disk full"), false, true)))
        .isEqualTo("FAILED: no plugin; disk full");
    assertThat(of(new Condition(WAITING, List.of("no plugin"), false, false)))
        .isEqualTo(
            "FAILED: no plugin; nobody listens at tb:9090 (uplinks are kept until it is back)");
  }

  @Test
  void devicesAreServedWhileSomethingIsWrong() {
    connect();
    assertThat(of(new Condition(CONNECTED, List.of("disk full"), true, true)))
        .isEqualTo("DEGRADED: disk full");
    assertThat(of(new Condition(WAITING, List.of(), true, true)))
        .isEqualTo("DEGRADED: nobody listens at tb:9090 (uplinks are kept until it is back)");
    // Who is disabled and in trouble has to know of the trouble.
    assertThat(of(new Condition(CONNECTED, List.of("disk full"), true, false)))
        .isEqualTo("DEGRADED: disk full");
  }

  @Test
  void whatTheTenantDoesNotWantIsDisabled() {
    connect();
    assertThat(of(new Condition(CONNECTED, List.of(), true, false)))
        .isEqualTo("DISABLED: disabled in ThingsBoard; devices are told so");
  }

  @Test
  void aRefusedKeyComesBeforeEverythingElse() {
    connect();
    assertThat(of(new Condition(REFUSED, List.of("disk full"), false, false)))
        .isEqualTo("REFUSED: key or secret is wrong");
  }

  @Test
  void withoutAConfigurationTheLinkDecides() {
    connect();
    Condition.ofLinkAlone(CONNECTED, lifecycle);
    assertThat(lifecycle.status().describe()).isEqualTo("CONNECTING");
    Condition.ofLinkAlone(WAITING, lifecycle);
    assertThat(lifecycle.status().describe()).isEqualTo("CONNECTING: nobody listens at tb:9090");
    Condition.ofLinkAlone(REFUSED, lifecycle);
    assertThat(lifecycle.status().describe()).isEqualTo("REFUSED: key or secret is wrong");
  }

  @Test
  void aProblemIsToldInItsOwnWords() {
    assertThat(Condition.text(new IllegalStateException("the port is taken")))
        .isEqualTo("the port is taken");
    assertThat(Condition.text(new CompletionException(new IllegalStateException("inside"))))
        .isEqualTo("inside");
    assertThat(Condition.text(new IllegalStateException()))
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(Condition.text(new OutOfMemoryError("Java heap space")))
        .isEqualTo("java.lang.OutOfMemoryError: Java heap space");
  }

  @Test
  void aStateNamesItsIntegrationOnce() {
    var configuration = Configurations.of("Our yard", "TCP", "{}");
    assertThat(
            Condition.unnamed(
                "integration 'Our yard', JSON configuration, line 2: no", "yard", configuration))
        .isEqualTo("JSON configuration, line 2: no");
    assertThat(Condition.unnamed("integration 'Our yard': no", "yard", configuration))
        .isEqualTo("no");
    assertThat(
            Condition.unnamed(
                "plugin tcp: create of transport 'tcp' of integration 'yard' failed",
                "yard",
                configuration))
        .isEqualTo("plugin tcp: create of transport 'tcp' failed");
  }
}
