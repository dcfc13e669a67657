package io.integrationhost.workbench.dev;

import io.integrationhost.runtime.jar.ApiCompatibility;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs a {@link PluginSource} into a jar, as the build of the plugin will. */
public final class PluginPacker {

  /** The same for every entry: equal content makes an equal jar. */
  private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  private final PluginSource source;

  /** A packer for one source, which may change between two calls of {@link #packInto}. */
  public PluginPacker(PluginSource source) {
    this.source = source;
  }

  /**
   * Writes the jar beside its place under a hidden name and then moves it there, so that who looks
   * at the folder sees the former jar or the new one, never a part.
   *
   * @return the jar, always of the same name
   * @throws IOException when a file of the source cannot be read, for example because a compiler is
   *     replacing it: try again
   */
  public Path packInto(Path folder) throws IOException {
    Path jar = folder.resolve(source.id() + ".jar");
    Path part = folder.resolve("." + source.id() + ".part");
    try {
      if (source.isJar()) {
        Files.copy(source.path(), part, StandardCopyOption.REPLACE_EXISTING);
      } else {
        write(part);
      }
      Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
    return jar;
  }

  private void write(Path jar) throws IOException {
    Path manifest = source.path().resolve(JarFile.MANIFEST_NAME);
    List<Path> libraries = new ArrayList<>(source.libraryJars());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      if (!Files.exists(manifest)) {
        put(zip, JarFile.MANIFEST_NAME);
        manifest().write(zip);
      }
      for (Path file : source.files()) {
        if (!libraries.contains(file)) {
          copy(zip, source.path().relativize(file).toString().replace('\\', '/'), file);
        }
      }
      for (Path library : libraries) {
        copy(zip, "lib/" + library.getFileName(), library);
      }
    }
  }

  private Manifest manifest() {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Plugin-Id", source.id());
    attributes.putValue("Plugin-Version", "0.0.0-dev");
    attributes.putValue("Plugin-Requires", "^" + ApiCompatibility.ofThisHost().offered());
    attributes.putValue("Plugin-Description", "packed from " + source.path());
    return manifest;
  }

  private static void copy(ZipOutputStream zip, String name, Path file) throws IOException {
    put(zip, name);
    Files.copy(file, (OutputStream) zip);
  }

  private static void put(ZipOutputStream zip, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
  }
}
