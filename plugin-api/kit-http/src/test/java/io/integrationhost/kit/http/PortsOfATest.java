package io.integrationhost.kit.http;

import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.kit.transport.Kit;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.Health;
import io.integrationhost.plugin.Transport;
import io.integrationhost.testkit.FakeContext;
import io.integrationhost.testkit.StartedTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;

/** Transports with sites of a test, on ports of their own. */
abstract class PortsOfATest {

  static final String GET = " HTTP/1.1\r\nHost: h\r\n\r\n";

  final Kit kit = new Kit("test");
  final HttpPorts ports = new HttpPorts("test", kit);
  final List<FakeContext> contexts = new ArrayList<>();

  @AfterEach
  final void close() {
    ports.close();
    kit.close();
    contexts.forEach(FakeContext::close);
  }

  /** Answers as the test says, or at once with its name. */
  static final class Named implements Site {

    private final String name;
    final Queue<CompletableFuture<Reply>> held = new ConcurrentLinkedQueue<>();
    final Queue<Request> seen = new ConcurrentLinkedQueue<>();
    volatile boolean holds;

    Named(String name) {
      this.name = name;
    }

    @Override
    public Optional<Reply> refusal(Head head, String rest) {
      return Optional.empty();
    }

    @Override
    public int mostBytes() {
      return 100_000;
    }

    @Override
    public CompletionStage<Reply> answer(Request request) {
      seen.add(request);
      if (request.head().path().endsWith("/fails")) {
        throw new IllegalStateException("as a test wants it");
      }
      if (holds) {
        var reply = new CompletableFuture<Reply>();
        held.add(reply);
        return reply;
      }
      return CompletableFuture.completedFuture(Reply.text(200, name));
    }

    @Override
    public CompletionStage<Void> downlink(Downlink downlink) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public Health health() {
      return Health.up();
    }

    @Override
    public void close() {}

    void release() {
      holds = false;
      held.forEach(each -> each.complete(Reply.text(200, name)));
    }
  }

  final FakeContext context(String slice) {
    FakeContext context = FakeContext.of(slice);
    contexts.add(context);
    return context;
  }

  final Transport transport(Site site, String path, FakeContext context) {
    Keys keys = Keys.of(context);
    return ports.transport(
        context, keys, ServerSettings.read(keys), Duration.ofSeconds(2), path, site);
  }

  final Transport transport(Site site, String path) {
    return transport(site, path, context("{port: 0, bindAddress: localhost}"));
  }

  static int port(Transport transport) {
    return Integer.parseInt(transport.facts().get("port"));
  }

  static void start(Transport... all) {
    for (Transport each : all) {
      StartedTransport.join(each.start());
    }
  }

  static void stop(Transport transport) {
    StartedTransport.join(transport.stop());
  }
}
