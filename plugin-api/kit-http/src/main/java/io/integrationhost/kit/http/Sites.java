package io.integrationhost.kit.http;

import io.integrationhost.plugin.TransportContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which site is where on one port. Thread-safe. */
final class Sites {

  /** A path has so many parts at most before it is nobody's. */
  private static final int MOST_PARTS = 16;

  /**
   * A site that is served.
   *
   * @param context of its transport
   */
  record Seat(String path, Site site, TransportContext context, Gate gate) {}

  /** Where a request goes: a site, and what of the path is behind the site's. */
  record Address(Seat seat, String rest) {}

  private final Map<String, Seat> byPath = new ConcurrentHashMap<>();

  /**
   * Serves a site.
   *
   * @return who has the path already; empty when it is served
   */
  Optional<Seat> add(Seat seat) {
    return Optional.ofNullable(byPath.putIfAbsent(seat.path(), seat));
  }

  void remove(Seat seat) {
    byPath.remove(seat.path(), seat);
  }

  boolean isEmpty() {
    return byPath.isEmpty();
  }

  Optional<Seat> any() {
    return byPath.values().stream().findFirst();
  }

  /**
   * Whose a path is.
   *
   * @param raw with escapes
   */
  Optional<Address> find(String raw) {
    Optional<String> path = unescaped(raw);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    String site = path.get();
    for (int parts = 0; parts < MOST_PARTS && !site.isEmpty(); parts++) {
      Seat seat = byPath.get(site);
      if (seat != null) {
        return Optional.of(new Address(seat, path.get().substring(site.length())));
      }
      site = site.substring(0, Math.max(0, site.lastIndexOf('/')));
    }
    return Optional.empty();
  }

  private static Optional<String> unescaped(String raw) {
    if (raw.indexOf('%') < 0) {
      return Optional.of(raw);
    }
    if (raw.toLowerCase(java.util.Locale.ROOT).contains("%2f")) {
      // Two programs could see two paths.
      return Optional.empty();
    }
    try {
      return Optional.of(URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
