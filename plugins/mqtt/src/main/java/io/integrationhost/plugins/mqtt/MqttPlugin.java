package io.integrationhost.plugins.mqtt;

import io.integrationhost.kit.LimitedLog;
import io.integrationhost.kit.StateFile;
import io.integrationhost.kit.transport.Kit;
import io.integrationhost.kit.transport.KitTransport;
import io.integrationhost.plugin.Placement;
import io.integrationhost.plugin.Tool;
import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import io.integrationhost.plugins.mqtt.message.Dialect;
import io.integrationhost.plugins.mqtt.message.PlainDialect;
import io.integrationhost.plugins.mqtt.session.Client;
import io.integrationhost.plugins.mqtt.session.Filter;
import io.integrationhost.plugins.mqtt.session.Identity;
import io.integrationhost.plugins.mqtt.simulate.SimulateTool;
import io.integrationhost.plugins.mqtt.sparkplug.SparkplugDialect;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugin {@code mqtt}. */
public final class MqttPlugin implements TransportPlugin {

  private static final Logger log = LoggerFactory.getLogger(MqttPlugin.class);

  private static final String STATE = "client";

  private final Kit kit = new Kit("mqtt");

  @Override
  public Transport create(TransportContext context) {
    Settings settings = Settings.read(context);
    // Before anything is counted or kept: a slice that is wrong leaves nothing behind.
    settings.keys().check();
    var limited =
        new LimitedLog(
            log,
            "integration '" + context.integration() + "', transport '" + context.transport() + "'");
    List<Filter> filters = settings.profile().filters();
    if (filters.size() > 1 && filters.stream().anyMatch(each -> each.text().equals("#"))) {
      limited.warn(
          "filters",
          () ->
              "topicFilters has '#' beside others: some brokers send a message once for each filter"
                  + " that matches");
    }
    var identity =
        new Identity(settings.clientId(), new StateFile(context.dataDirectory().resolve(STATE)));
    Dialect dialect = dialect(context, settings, limited);
    var client =
        new Client(context, settings.profile(), settings.login(), identity, dialect, limited);
    Placement where = settings.isShared() ? Placement.EVERY_HOST : Placement.ONE_HOST;
    KitTransport dialled =
        kit.transport(context, settings.keys())
            .dial(settings.broker(), client.framing(), client::conversation)
            .placement(where)
            .noDownlinks()
            .build();
    return new MqttTransport(dialled, client, identity, where);
  }

  private static Dialect dialect(TransportContext context, Settings settings, LimitedLog limited) {
    PlainDialect plain = settings.dialect();
    return settings
        .sparkplug()
        .<Dialect>map(said -> new SparkplugDialect(context, said, plain, plain.qos(), limited))
        .orElse(plain);
  }

  @Override
  public List<Tool> tools() {
    return List.of(SimulateTool.tool());
  }

  @Override
  public Set<String> serves() {
    return Kind.names();
  }

  /** Ends all threads of the plugin; takes a few seconds at most. */
  @Override
  public void close() {
    kit.close();
  }
}
