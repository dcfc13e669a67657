package io.integrationhost.cli;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Source;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.plugin.Uplink;
import io.integrationhost.plugin.Wire;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.LoggerFactory;

/** A plugin whose transports hear one device with each start, packed into a jar by a test. */
public final class TalkingPlugin implements TransportPlugin {

  static final String PAYLOAD = "25,40\r\n";

  @Override
  public Transport create(TransportContext context) {
    return new Talking(context);
  }

  /** Says the same thing each time. */
  public static final class Talking implements Transport {

    private final TransportContext context;

    Talking(TransportContext context) {
      this.context = context;
    }

    @Override
    public CompletionStage<Void> start() {
      byte[] bytes = PAYLOAD.getBytes(StandardCharsets.UTF_8);
      Source source = new Source("first \"session\"");
      Wire.Line line = context.wire().opened(source, "192.0.2.7:1");
      line.received(bytes.length);
      if (line.isWatched()) {
        line.receivedCopy(bytes);
      }
      LoggerFactory.getLogger(TalkingPlugin.class)
          .warn("a plugin says \"\u001b[31m\n\u0085{\u2028", new IllegalStateException("\u0000\""));
      var unused = context.uplinks().publish(new Uplink.Payload(bytes, ContentType.TEXT, source));
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> stop() {
      return CompletableFuture.completedFuture(null);
    }
  }
}
