package io.integrationhost.kit.transport;

import io.integrationhost.kit.run.FollowedTls;
import io.integrationhost.plugin.Health;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a started transport is, for people. Thread-safe. */
final class Condition {

  /** Of more only the number is told. */
  private static final int MOST_NAMED = 3;

  private final Service service;
  private final List<Way> ways;
  private final Supplier<Health> protocol;

  Condition(Service service, List<Way> ways, Supplier<Health> protocol) {
    this.service = service;
    this.ways = ways;
    this.protocol = protocol;
  }

  Health health() {
    Optional<Health> missing = missing();
    if (missing.isPresent()) {
      return missing.get();
    }
    Health own = protocol.get();
    if (own.status() != Health.Status.UP) {
      return own;
    }
    return service
        .reports()
        .shortage()
        .or(service::silent)
        .or(this::certificates)
        .map(Health::degraded)
        .orElseGet(() -> new Health(Health.Status.UP, detail(own.detail())));
  }

  /** Ports that are closed, peers that are away. */
  private Optional<Health> missing() {
    List<Way> bad = ways.stream().filter(way -> way.problem().isPresent()).toList();
    boolean isPort = bad.stream().anyMatch(way -> way.endpoint().isPresent());
    return bad.stream()
        .filter(way -> way.endpoint().isPresent() || !isPort)
        .map(Way::problem)
        .flatMap(Optional::stream)
        .findFirst()
        .map(
            first ->
                isPort || bad.size() == ways.size()
                    ? Health.down(first + andMore(bad.size() - 1))
                    : Health.degraded(first + andMore(bad.size() - 1)));
  }

  private static String andMore(int more) {
    return more == 0 ? "" : "; " + more + " more of this transport are away";
  }

  private Optional<String> certificates() {
    return ways.stream()
        .map(way -> way.tls().flatMap(FollowedTls::problem))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private String detail(String more) {
    List<Way> ports = ways.stream().filter(way -> way.endpoint().isPresent()).toList();
    List<Way> peers = ways.stream().filter(way -> way.endpoint().isEmpty()).toList();
    List<Way> streams = ports.stream().filter(Port.class::isInstance).toList();
    List<Way> datagrams = ports.stream().filter(port -> !streams.contains(port)).toList();
    long refused = ports.stream().mapToLong(Way::refused).sum();
    long lost = ways.stream().mapToLong(Way::lost).sum();
    return Stream.of(
            said("listening on ", ports),
            said("connected to ", peers),
            counted(streams, " connections"),
            counted(datagrams, " peers"),
            ports.isEmpty() ? "" : refused + " refused",
            lost == 0 ? "" : lost + " datagrams dropped",
            service.reports().badFrames() + " bad frames",
            more)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String counted(List<Way> which, String what) {
    return which.isEmpty() ? "" : which.stream().mapToLong(Way::size).sum() + what;
  }

  private static String said(String what, List<Way> which) {
    if (which.isEmpty()) {
      return "";
    }
    String names =
        which.stream().limit(MOST_NAMED).map(Way::toString).collect(Collectors.joining(" and "));
    int more = which.size() - MOST_NAMED;
    return what + names + (more > 0 ? " and " + more + " more" : "");
  }
}
