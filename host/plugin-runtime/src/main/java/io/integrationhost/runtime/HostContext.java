package io.integrationhost.runtime;

import com.typesafe.config.Config;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.Uplinks;
import io.integrationhost.runtime.jar.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;

/** What one transport gets from the host. */
record HostContext(
    String integration,
    String transport,
    Config config,
    Uplinks uplinks,
    ScheduledExecutorService scheduler,
    Clock clock,
    Path dataDirectory)
    implements TransportContext {

  @Override
  public Path dataDirectory() {
    try {
      if (!Files.isSymbolicLink(dataDirectory)) {
        OwnerOnly.directory(dataDirectory);
      }
      return dataDirectory;
    } catch (IOException e) {
      throw new TransportException(
          TransportException.Kind.UNAVAILABLE,
          "the data directory "
              + dataDirectory
              + " cannot be created ("
              + e
              + "); check permissions and free space",
          e);
    }
  }

  /** Names the transport; the configuration may hold secrets. */
  @Override
  public String toString() {
    return "TransportContext['" + transport + "' of integration '" + integration + "']";
  }
}
