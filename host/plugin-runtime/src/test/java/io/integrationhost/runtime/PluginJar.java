package io.integrationhost.runtime;

import io.integrationhost.plugin.TransportPlugin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A jar as a value: each method answers with a jar that holds more. */
final class PluginJar {

  static final String SERVICE = "META-INF/services/" + TransportPlugin.class.getName();

  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final StringBuilder manifest = new StringBuilder("Manifest-Version: 1.0\r\n");
  private boolean hasManifest;

  /** A jar with nothing in it. */
  static PluginJar empty() {
    return new PluginJar();
  }

  /** A complete plugin made of one source file, which must declare the class {@code acme.Acme}. */
  static PluginJar of(String id, String version, String source) {
    return empty()
        .manifest("Plugin-Id", id)
        .manifest("Plugin-Version", version)
        .manifest("Plugin-Requires", "^1.0.0")
        .source("acme.Acme", source)
        .service("acme.Acme");
  }

  PluginJar manifest(String name, String value) {
    hasManifest = true;
    manifest.append(name).append(": ").append(value).append("\r\n");
    return this;
  }

  PluginJar entry(String name, byte[] bytes) {
    entries.put(name, bytes);
    return this;
  }

  PluginJar text(String name, String text) {
    return entry(name, text.getBytes(StandardCharsets.UTF_8));
  }

  PluginJar without(String name) {
    entries.remove(name);
    return this;
  }

  PluginJar service(String text) {
    return text(SERVICE, text + "\n");
  }

  /** Adds the classes of a source file. */
  PluginJar source(String className, String source) {
    return sources(Map.of(className, source));
  }

  PluginJar sources(Map<String, String> sourceByClass) {
    entries.putAll(Compiler.compile(sourceByClass));
    return this;
  }

  /** Patches a class file so that it claims to be compiled for this Java release. */
  PluginJar release(String className, int release) {
    byte[] bytes = entries.get(className.replace('.', '/') + ".class").clone();
    bytes[6] = 0;
    bytes[7] = (byte) (release + 44);
    return entry(className.replace('.', '/') + ".class", bytes);
  }

  /** Adds another jar as a library. */
  PluginJar library(String name, PluginJar library) {
    return entry("lib/" + name, library.bytes());
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      if (hasManifest) {
        put(zip, "META-INF/MANIFEST.MF", (manifest + "\r\n").getBytes(StandardCharsets.UTF_8));
      }
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        put(zip, entry.getKey(), entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }

  Path writeTo(Path file) {
    try {
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
