package io.integrationhost.admin.exchange;

import io.integrationhost.host.settings.AdminScope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An operation of the API.
 *
 * @param path as in the API's description, with places in braces
 * @param scope what the asker needs; empty: open
 * @param mostBytes of a body
 * @param parameters of its query, all that it knows
 * @param audited whether it is written down who did it
 */
public record Route(
    String method,
    String path,
    Optional<AdminScope> scope,
    int mostBytes,
    Set<String> parameters,
    boolean audited,
    Handler handler) {

  private static final int BODY = 1 << 20;

  /** Holds the longest token; nobody has to be known to send it. */
  private static final int BODY_OF_STRANGERS = 8 * 1024;

  public Route {
    parameters = Set.copyOf(parameters);
  }

  public static Route get(String path, AdminScope scope, Handler handler) {
    return new Route("GET", path, Optional.of(scope), 0, Set.of(), false, handler);
  }

  public static Route open(String method, String path, Handler handler) {
    return new Route(method, path, Optional.empty(), BODY_OF_STRANGERS, Set.of(), false, handler);
  }

  /** One that changes something. */
  public static Route action(String method, String path, AdminScope scope, Handler handler) {
    return new Route(method, path, Optional.of(scope), BODY, Set.of(), true, handler);
  }

  /** One that reads although it is posted. */
  public static Route question(String path, AdminScope scope, int mostBytes, Handler handler) {
    return new Route("POST", path, Optional.of(scope), mostBytes, Set.of(), false, handler);
  }

  /** The same with parameters of its query. */
  public Route taking(String... names) {
    return new Route(method, path, scope, mostBytes, Set.of(names), audited, handler);
  }

  /**
   * Refuses parameters that would be passed over: a filter that is mistyped, or whose variable was
   * empty, must not mean all. Probes and scrapers may send what they like.
   *
   * @throws ProblemException when there is one that is not known
   */
  public void checkParameters(Map<String, String> given) {
    if (isHealth() || isMetrics()) {
      return;
    }
    for (String name : given.keySet()) {
      if (!parameters.contains(name)) {
        throw Request.bad(
            name.length() > 100 ? name.substring(0, 100) + "..." : name,
            "is not a parameter of this path; known: "
                + (parameters.isEmpty() ? "none" : String.join(", ", new TreeSet<>(parameters))));
      }
      if (given.get(name).isEmpty()) {
        throw Request.bad(name, "is empty; give it a value, or leave it out");
      }
    }
  }

  List<String> steps() {
    return List.of(path.substring(1).split("/", -1));
  }

  /** Whether everybody may ask under any name, as a probe does. */
  public boolean isHealth() {
    return path.startsWith("/health/");
  }

  /** Whether it is what Prometheus reads. */
  public boolean isMetrics() {
    return path.equals("/metrics");
  }
}
