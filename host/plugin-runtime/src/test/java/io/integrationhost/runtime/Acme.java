package io.integrationhost.runtime;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the source of a plugin; every part that is not given behaves well. */
final class Acme {

  private final Map<String, String> parts = new LinkedHashMap<>();

  private Acme() {}

  static Acme plugin() {
    return new Acme();
  }

  /** Sets the body of {@code constructor, create, serves, close, start, stop, downlink, health}. */
  Acme with(String part, String body) {
    parts.put(part, body);
    return this;
  }

  /** Adds members to the plugin class. */
  Acme members(String text) {
    return with("members", text);
  }

  private String body(String part, String otherwise) {
    return parts.getOrDefault(part, otherwise);
  }

  PluginJar jar(String id) {
    return PluginJar.of(id, "1.0.0", source());
  }

  String source() {
    return """
        package acme;
        import io.integrationhost.plugin.*;
        import java.util.*;
        import java.util.concurrent.*;
        import java.nio.charset.StandardCharsets;
        public class Acme implements TransportPlugin {
          public Acme() throws Exception { %s }
          %s
          static void block() {
            while (true) {
              try { new CountDownLatch(1).await(); } catch (InterruptedException e) { }
            }
          }
          static CompletionStage<Void> done() { return CompletableFuture.completedFuture(null); }
          static CompletionStage<Void> never() { return new CompletableFuture<>(); }
          static CompletionStage<Receipt> say(TransportContext context, String text) {
            return context.uplinks().publish(
                new Uplink.Payload(
                    text.getBytes(StandardCharsets.UTF_8), ContentType.TEXT, new Source("s")));
          }
          static String loaderOf(Thread t) {
            return t.getContextClassLoader() == Acme.class.getClassLoader() ? "own" : "foreign";
          }
          @Override public Set<String> serves() { %s }
          @Override public void close() { %s }
          @Override public Transport create(TransportContext context) {
            %s
          }
          record Line(TransportContext context) implements Transport {
            @Override public CompletionStage<Void> start() { %s }
            @Override public CompletionStage<Void> stop() { %s }
            @Override public CompletionStage<Void> downlink(Downlink downlink) { %s }
            @Override public Health health() { %s }
          }
        }
        """
        .formatted(
            body("constructor", ""),
            body("members", ""),
            body("serves", "return Set.of();"),
            body("close", ""),
            body("create", "return new Line(context);"),
            body("start", "return done();"),
            body("stop", "return done();"),
            body("downlink", "return done();"),
            body("health", "return Health.up();"));
  }
}
