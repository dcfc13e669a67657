package io.integrationhost.admin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.admin.exchange.Caller;
import io.integrationhost.admin.exchange.ProblemException;
import io.integrationhost.admin.exchange.ProblemType;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.admin.exchange.RequestHead;
import io.integrationhost.admin.exchange.Route;
import io.integrationhost.host.settings.SettingsException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One check at a time: the threads of the port are for everybody. */
final class SettingsCheckTest {

  private static final Request REQUEST =
      new Request(
          new RequestHead(
              "1", "POST", "/", Map.of(), Map.of(), "127.0.0.1", false, Optional.empty()),
          Caller.UNKNOWN,
          Map.of(),
          "{\"text\": \"\"}".getBytes(StandardCharsets.UTF_8));

  @Test
  void aSecondCheckIsRefusedUntilTheFirstHasEnded() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    SettingsRoutes routes =
        new SettingsRoutes(
            null,
            text -> {
              begun.countDown();
              try {
                end.await(60, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              throw new SettingsException(List.of());
            });
    Route check = routes.routes().get(1);
    CompletableFuture<Void> first =
        CompletableFuture.runAsync(() -> check.handler().handle(REQUEST));
    assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> check.handler().handle(REQUEST))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.type()).isEqualTo(ProblemType.TOO_MANY);
              assertThat(e.answer("1").headers()).containsEntry("Retry-After", "1");
            });
    end.countDown();
    first.get(60, TimeUnit.SECONDS);
    assertThat(check.handler().handle(REQUEST)).isCompleted();
  }
}
