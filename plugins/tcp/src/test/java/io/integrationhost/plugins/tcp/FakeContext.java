package io.integrationhost.plugins.tcp;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.Uplinks;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/** The host's side of one transport. */
record FakeContext(Config config, Uplinks uplinks) implements TransportContext {

  static FakeContext of(String slice, Uplinks uplinks) {
    return new FakeContext(config(slice), uplinks);
  }

  /** A slice over the plugin's own defaults, as the host merges them. */
  static Config config(String slice) {
    return ConfigFactory.parseString(slice)
        .withFallback(
            ConfigFactory.parseResources(FakeContext.class.getClassLoader(), "plugin.conf"))
        .resolve();
  }

  @Override
  public String integration() {
    return "yard";
  }

  @Override
  public String transport() {
    return "tcp";
  }

  @Override
  public ScheduledExecutorService scheduler() {
    throw new UnsupportedOperationException("not used by this plugin");
  }

  @Override
  public Clock clock() {
    return Clock.systemUTC();
  }

  @Override
  public Path dataDirectory() {
    throw new UnsupportedOperationException("not used by this plugin");
  }
}
