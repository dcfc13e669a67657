package io.integrationhost.admin.exchange;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All operations, found by method and path. Immutable. */
public final class Routes {

  private static final int LONGEST = 4_096;

  private final List<Route> routes;

  public Routes(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  public List<Route> all() {
    return routes;
  }

  /** A route with what stands in its places. */
  public record Match(Route route, Map<String, String> places) {}

  /**
   * The route of a request.
   *
   * @throws ProblemException when there is none, or only of another method
   */
  public Match find(RequestHead head) {
    List<Route> ofPath =
        head.path().length() > LONGEST
            ? List.of()
            : routes.stream().filter(each -> places(each, head.path()).isPresent()).toList();
    // A literal step is closer than a place.
    Optional<Route> found =
        ofPath.stream()
            .filter(each -> each.method().equals(head.method()) || isHeadOfGet(each, head))
            .min((one, other) -> Long.compare(placesIn(one), placesIn(other)));
    if (found.isPresent()) {
      return new Match(found.get(), places(found.get(), head.path()).orElseThrow());
    }
    if (ofPath.isEmpty()) {
      throw new ProblemException(
          ProblemType.NOT_FOUND, "nothing is served at this path; see /api/v1/openapi.yaml");
    }
    throw new ProblemException(
        ProblemType.METHOD_NOT_ALLOWED,
        "this path takes "
            + ofPath.stream()
                .map(Route::method)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(", "))
            + " only");
  }

  private static boolean isHeadOfGet(Route route, RequestHead head) {
    return head.method().equals("HEAD") && route.method().equals("GET");
  }

  private static long placesIn(Route route) {
    return route.steps().stream().filter(step -> step.startsWith("{")).count();
  }

  private static Optional<Map<String, String>> places(Route route, String path) {
    if (!path.startsWith("/")) {
      return Optional.empty();
    }
    List<String> wanted = route.steps();
    String[] given = path.substring(1).split("/", -1);
    if (given.length != wanted.size()) {
      return Optional.empty();
    }
    Map<String, String> places = new HashMap<>();
    for (int i = 0; i < given.length; i++) {
      String step = wanted.get(i);
      if (step.startsWith("{") && !given[i].isEmpty()) {
        places.put(step.substring(1, step.length() - 1), decoded(given[i]));
      } else if (!step.equals(given[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(places);
  }

  private static String decoded(String step) {
    try {
      return URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Request.bad("", "the path has an escape that is none");
    }
  }
}
