package io.integrationhost.admin.exchange;

import io.integrationhost.host.settings.AdminScope;
import java.util.List;
import java.util.Optional;

/**
 * An operation of the API.
 *
 * @param path as in the API's description, with places in braces
 * @param scope what the asker needs; empty: open
 * @param mostBytes of a body
 * @param audited whether it is written down who did it
 */
public record Route(
    String method,
    String path,
    Optional<AdminScope> scope,
    int mostBytes,
    boolean audited,
    Handler handler) {

  private static final int BODY = 1 << 20;

  public static Route get(String path, AdminScope scope, Handler handler) {
    return new Route("GET", path, Optional.of(scope), 0, false, handler);
  }

  public static Route open(String method, String path, Handler handler) {
    return new Route(method, path, Optional.empty(), BODY, false, handler);
  }

  /** One that changes something. */
  public static Route action(String method, String path, AdminScope scope, Handler handler) {
    return new Route(method, path, Optional.of(scope), BODY, true, handler);
  }

  /** One that reads although it is posted. */
  public static Route question(String path, AdminScope scope, int mostBytes, Handler handler) {
    return new Route("POST", path, Optional.of(scope), mostBytes, false, handler);
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
