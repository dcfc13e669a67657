package io.integrationhost.bench;

import com.typesafe.config.ConfigFactory;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.runtime.HostedTransport;
import io.integrationhost.runtime.PluginRuntime;
import io.integrationhost.runtime.TransportRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;

/** The host's plugins and converters before the official-style path. */
final class OfficialStyleHost implements TcpHost {

  private static final String PLUGIN = "tcp";

  private final PluginRuntime plugins;
  private final OfficialStyle path;

  OfficialStyleHost(Target target, Path home, Path directory, int devicePort) {
    HostSettings settings = Defaults.settings(home, directory, target.server().port(), "none");
    path = new OfficialStyle(target, settings, directory);
    plugins = new PluginRuntime(settings.plugins());
    plugins.load();
    CompletableFuture<Void> started =
        plugins
            .create(
                new TransportRequest(
                    PLUGIN,
                    "bench",
                    PLUGIN,
                    ConfigFactory.parseString(Target.transport(devicePort)),
                    path.uplinks(),
                    directory.resolve("transport"),
                    Clock.systemUTC()))
            .thenCompose(HostedTransport::start)
            .toCompletableFuture();
    Waiting.until(
        () -> started.isDone() && !started.isCompletedExceptionally(),
        "the start of the TCP plugin from " + home.resolve("plugins"));
  }

  @Override
  public long delivered() {
    return path.delivered();
  }

  @Override
  public void close() {
    plugins.close();
    path.close();
  }
}
