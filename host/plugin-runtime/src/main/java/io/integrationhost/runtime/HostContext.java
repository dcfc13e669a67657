package io.integrationhost.runtime;

import com.typesafe.config.Config;
import io.integrationhost.plugin.Counter;
import io.integrationhost.plugin.Memory;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugin.Uplinks;
import io.integrationhost.plugin.Wire;
import io.integrationhost.runtime.jar.OwnerOnly;
import io.integrationhost.runtime.lane.ContextLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/** What one transport gets from the host. */
record HostContext(
    String integration,
    String transport,
    String routingKey,
    String integrationType,
    Config config,
    Config overlay,
    TransportSecrets secrets,
    Telling telling,
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

  @Override
  public Optional<String> secret(String name) {
    ContextLoader scope = ContextLoader.enter(HostContext.class.getClassLoader());
    try {
      return name == null ? Optional.empty() : secrets.value(name);
    } catch (UncheckedIOException e) {
      throw new TransportException(TransportException.Kind.UNAVAILABLE, e.getMessage());
    } finally {
      scope.close();
    }
  }

  @Override
  public Wire wire() {
    return telling.wire();
  }

  @Override
  public Counter counter(String name, String help) {
    return telling.meters().counter(name, help);
  }

  @Override
  public Counter counter(String name, String help, String label, String... values) {
    return telling.meters().counter(name, help, label, values);
  }

  @Override
  public void gauge(String name, String help, LongSupplier value) {
    telling.meters().gauge(name, help, value);
  }

  @Override
  public Memory memory() {
    return telling.memory();
  }

  /** Names the transport; the configuration may hold secrets. */
  @Override
  public String toString() {
    return "TransportContext['" + transport + "' of integration '" + integration + "']";
  }
}
