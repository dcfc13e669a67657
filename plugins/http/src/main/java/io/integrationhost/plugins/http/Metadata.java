package io.integrationhost.plugins.http;

import com.typesafe.config.Config;
import io.integrationhost.kit.http.Head;
import io.integrationhost.kit.http.Request;
import io.integrationhost.kit.http.Secrecy;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What the converter is told of a request beside its payload. Thread-safe. */
final class Metadata {

  private static final String HEADER = "Header:";

  private final Settings settings;

  private final Set<String> tenants;

  /**
   * Of one integration.
   *
   * @param slice of which the tenant's own keys are taken, whatever they hold
   */
  Metadata(Settings settings, Config slice) {
    this.settings = settings;
    this.tenants =
        slice.hasPath("metadata") ? Set.copyOf(slice.getObject("metadata").keySet()) : Set.of();
  }

  /**
   * What the converter is told.
   *
   * @param all by key
   * @param secret those of them whose values nobody should see
   */
  record Told(Map<String, String> all, Set<String> secret) {
    Told {
      all = Map.copyOf(all);
      secret = Set.copyOf(secret);
    }
  }

  /**
   * Of one request.
   *
   * @param query its parameters
   */
  Told of(Request request, Map<String, String> query) {
    boolean isOfHeadAlone =
        settings.kind().told == Kind.Told.HEADERS && !settings.requestMetadata();
    return isOfHeadAlone
        ? request.head().headers().made(this, Told.class, () -> told(request, query))
        : told(request, query);
  }

  private Told told(Request request, Map<String, String> query) {
    Map<String, String> all = all(request, query);
    return new Told(all, secret(all));
  }

  private Map<String, String> all(Request request, Map<String, String> query) {
    Map<String, String> all = new LinkedHashMap<>();
    if (settings.requestMetadata()) {
      ofRequest(all, request, query);
      // What the tenant has set means more than what we add.
      all.keySet().removeAll(tenants);
    }
    Head head = request.head();
    switch (settings.kind().told) {
      case NOTHING -> {}
      case HEADERS -> {
        head.headers().forEach((name, value) -> all.putIfAbsent(HEADER + name, value));
        if (request.rest().length() > 1) {
          all.put(HEADER + "suffix", request.rest().substring(1));
        }
      }
      case NETWORK -> {
        for (String name : new String[] {"AS_ID", "LrnDevEui", "LrnFPort"}) {
          all.put(name, NetworkCheck.parameter(query, name));
        }
      }
    }
    return all;
  }

  private void ofRequest(Map<String, String> all, Request request, Map<String, String> query) {
    all.put("method", request.head().method());
    all.put("path", request.head().path());
    all.put("remoteAddress", request.remote().getAddress().getHostAddress());
    request.certificateName().ifPresent(name -> all.put("certificateName", name));
    query.forEach((name, value) -> all.put("query:" + name, value));
    if (settings.kind() == Kind.CHIRPSTACK && query.containsKey("event")) {
      all.put("event", query.get("event"));
    }
  }

  private Set<String> secret(Map<String, String> told) {
    if (!settings.redactSecrets()) {
      return Set.of();
    }
    Set<String> secret = new LinkedHashSet<>();
    for (String key : told.keySet()) {
      if (key.startsWith(HEADER)
          ? isSecret(key.substring(HEADER.length()))
          : key.startsWith("query:") && Secrecy.isSecret(key)) {
        secret.add(key);
      }
    }
    return secret;
  }

  /** Whether nobody should see a line of a header. */
  boolean isSecret(String name) {
    return settings.redactSecrets()
        && (Secrecy.isSecret(name) || settings.credentials().looksAt(name));
  }
}
