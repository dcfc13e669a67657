package io.integrationhost.plugins.kafka;

import io.integrationhost.plugin.Tool;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** The plugin {@code kafka}. */
public final class KafkaPlugin implements TransportPlugin {

  private final BiFunction<TransportContext, Settings, KafkaClients> clients;

  /** For the host. */
  public KafkaPlugin() {
    this(KafkaClients::new);
  }

  /** With clients of one's own. */
  KafkaPlugin(BiFunction<TransportContext, Settings, KafkaClients> clients) {
    this.clients = clients;
  }

  @Override
  public Transport create(TransportContext context) {
    Settings settings = Settings.read(context);
    return new KafkaTransport(context, settings, clients.apply(context, settings));
  }

  @Override
  public Set<String> serves() {
    return Set.of("KAFKA");
  }

  @Override
  public List<Tool> tools() {
    return List.of(new Tool("simulate", SimulateTool.HELP, new SimulateTool()));
  }

  /** Takes back what Kafka's client has left in the process. */
  @Override
  public void close() {
    SaslFactories.remove();
    UnpackedLibraries.delete();
  }
}
