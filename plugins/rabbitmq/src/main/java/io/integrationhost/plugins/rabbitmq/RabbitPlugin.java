package io.integrationhost.plugins.rabbitmq;

import io.integrationhost.plugin.Tool;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import java.util.List;
import java.util.Set;

/** The plugin {@code rabbitmq}. */
public final class RabbitPlugin implements TransportPlugin {

  private final Threads threads = new Threads();

  @Override
  public Transport create(TransportContext context) {
    return new RabbitTransport(context, Settings.read(context), threads);
  }

  @Override
  public Set<String> serves() {
    return Set.of("RABBITMQ");
  }

  @Override
  public List<Tool> tools() {
    return List.of(new Tool("simulate", SimulateTool.HELP, new SimulateTool()));
  }

  /** Waits a few seconds at most for the threads of connections that have ended. */
  @Override
  public void close() {
    threads.close();
  }
}
