package io.integrationhost.distribution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The TCP plugin of the distribution, as if it had been released more than once. */
final class TcpJar {

  private TcpJar() {}

  /** The shipped jar with another version in its manifest. */
  static byte[] version(String version) {
    try (JarInputStream in = new JarInputStream(Files.newInputStream(shipped()))) {
      Manifest manifest = in.getManifest();
      manifest.getMainAttributes().put(new Attributes.Name("Plugin-Version"), version);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
        for (JarEntry entry = in.getNextJarEntry(); entry != null; entry = in.getNextJarEntry()) {
          out.putNextEntry(new JarEntry(entry.getName()));
          in.transferTo(out);
        }
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path shipped() throws IOException {
    try (Stream<Path> jars = Files.list(HostProcess.distribution().resolve("plugins"))) {
      return jars.filter(jar -> jar.getFileName().toString().startsWith("tcp"))
          .findFirst()
          .orElseThrow();
    }
  }
}
