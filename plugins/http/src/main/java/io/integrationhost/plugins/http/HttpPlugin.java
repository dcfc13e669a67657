package io.integrationhost.plugins.http;

import io.integrationhost.kit.http.HttpPorts;
import io.integrationhost.kit.transport.Kit;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The plugin {@code http}. */
public final class HttpPlugin implements TransportPlugin {

  private final Kit kit = new Kit("http");
  private final HttpPorts ports = new HttpPorts("http", kit);
  private final Rest rest = new Rest("plugin-http-rest");

  @Override
  public Transport create(TransportContext context) {
    Settings settings = Settings.read(context);
    return ports.transport(
        context,
        settings.keys(),
        settings.server(),
        settings.answerTimeout(),
        settings.path(context.routingKey()),
        new Endpoint(settings, context, Senders.read(settings, context, rest)));
  }

  @Override
  public Set<String> serves() {
    return Arrays.stream(Kind.values()).map(Kind::name).collect(Collectors.toSet());
  }

  /** Ends all threads of the plugin; takes a few seconds at most. */
  @Override
  public void close() {
    ports.close();
    rest.close();
    kit.close();
  }
}
