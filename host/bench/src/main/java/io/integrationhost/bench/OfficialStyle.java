package io.integrationhost.bench;

import io.integrationhost.converter.ConverterDefinition;
import io.integrationhost.converter.ConverterEngine;
import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.plugin.Uplinks;
import io.integrationhost.remote.LinkChannels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/** The official-style path from an uplink to the server's answer, over the host's own link. */
final class OfficialStyle implements AutoCloseable {

  private final ConverterEngine converters;
  private final LinkChannels links = new LinkChannels();
  private final OfficialStyleStore store;
  private final OfficialStyleSender sender;
  private final Uplinks uplinks;

  OfficialStyle(Target target, HostSettings settings, Path directory) {
    try {
      store = new OfficialStyleStore(Files.createDirectories(directory.resolve("official")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    converters = new ConverterEngine(settings.converter(), Clock.systemUTC());
    var unused = converters.warmUp();
    uplinks =
        new OfficialStylePath(
            converters.uplink(new ConverterDefinition("bench", "guide", Target.converter())),
            store);
    OpenLink link =
        new OpenLink(
            links,
            target.address(),
            Target.credentials(0),
            settings.link(),
            OfficialStyleSender.BATCH);
    link.awaitConnected();
    sender = new OfficialStyleSender(store, link);
  }

  Uplinks uplinks() {
    return uplinks;
  }

  long delivered() {
    return sender.delivered();
  }

  @Override
  public void close() {
    sender.stop();
    links.close();
    store.close();
    converters.close();
  }
}
