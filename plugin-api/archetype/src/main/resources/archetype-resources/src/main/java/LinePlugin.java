package ${package};

import io.integrationhost.kit.Framing;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.kit.transport.Kit;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;

/** The entry point, named in META-INF/services. One object serves all integrations. */
public final class LinePlugin implements TransportPlugin {

  private final Kit kit = new Kit("${artifactId}");

  @Override
  public Transport create(TransportContext context) {
    Keys keys = Keys.of(context);
    Framing<String> lines = Framing.text(keys.whole("maxLineLength", 10, 1_000_000));
    return kit.transport(context, keys)
        .tcp(ServerSettings.read(keys), lines, LineConversation::new)
        .build();
  }

  @Override
  public void close() {
    kit.close();
  }
}
