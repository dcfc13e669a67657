package io.integrationhost.cli.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrationhost.plugin.Transport;
import io.integrationhost.plugin.TransportContext;
import io.integrationhost.plugin.TransportPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A plugin, called tcp, that leaves a file of the name of each call of its transports. */
public final class TriedPlugin implements TransportPlugin {

  @Override
  public Transport create(TransportContext context) {
    if (context.config().hasPath("port")) {
      context.config().getInt("port");
    }
    Path calls = Path.of(context.config().getString("calls"));
    leave(calls, "created");
    return new Transport() {
      @Override
      public CompletionStage<Void> start() {
        return leave(calls, "started");
      }

      @Override
      public CompletionStage<Void> stop() {
        return leave(calls, "stopped");
      }
    };
  }

  private static CompletionStage<Void> leave(Path folder, String name) {
    try {
      Files.writeString(folder.resolve(name), name);
      return CompletableFuture.completedFuture(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Set<String> serves() {
    return Set.of("CUSTOM", "TCP");
  }

  /** Its jar, with the classes as they are compiled. */
  static void jar(Path file, boolean requires) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Plugin-Id", "tcp");
    attributes.putValue("Plugin-Version", "1.0.0");
    if (requires) {
      attributes.putValue("Plugin-Requires", "^1.0");
    }
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      jar.putNextEntry(new ZipEntry("META-INF/services/" + TransportPlugin.class.getName()));
      jar.write(TriedPlugin.class.getName().getBytes(UTF_8));
      for (String name : new String[] {"TriedPlugin", "TriedPlugin$1"}) {
        String path = TriedPlugin.class.getPackageName().replace('.', '/') + "/" + name + ".class";
        jar.putNextEntry(new ZipEntry(path));
        try (var in = TriedPlugin.class.getClassLoader().getResourceAsStream(path)) {
          in.transferTo(jar);
        }
      }
    }
  }
}
