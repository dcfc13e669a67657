package io.integrationhost.admin.api;

import io.integrationhost.admin.exchange.ProblemException;
import io.integrationhost.admin.exchange.ProblemType;
import io.integrationhost.admin.exchange.Request;
import io.integrationhost.host.Host;
import io.integrationhost.host.integration.RunningIntegration;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the integration that a request means. */
final class Integrations {

  private final Host host;

  Integrations(Host host) {
    this.host = host;
  }

  List<RunningIntegration> all() {
    return host.integrations();
  }

  /**
   * The one of the path.
   *
   * @throws ProblemException when there is none of that name
   */
  RunningIntegration of(Request request) {
    return named(request.place("integration"));
  }

  RunningIntegration named(String name) {
    return all().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.UNKNOWN_INTEGRATION,
                    "there is no integration of that name in the settings; there are: "
                        + all().stream()
                            .map(RunningIntegration::name)
                            .limit(20)
                            .collect(Collectors.joining(", "))));
  }
}
