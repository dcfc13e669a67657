package io.integrationhost.runtime.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The entries of a jar, to be tampered with and written again. */
final class Entries {

  private final Map<String, byte[]> content = new LinkedHashMap<>();

  static Entries read(Path jar) throws IOException {
    Entries entries = new Entries();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        try (InputStream in = zip.getInputStream(entry)) {
          entries.content.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return entries;
  }

  Entries put(String name, String text) {
    return put(name, text.getBytes(UTF_8));
  }

  Entries put(String name, byte[] bytes) {
    content.put(name, bytes);
    return this;
  }

  Entries remove(String name) {
    if (content.remove(name) == null) {
      throw new IllegalArgumentException("no " + name + " in " + content.keySet());
    }
    return this;
  }

  String text(String name) {
    return new String(content.get(name), UTF_8);
  }

  Entries replace(String name, String part, String by) {
    if (!text(name).contains(part)) {
      throw new IllegalArgumentException("no " + part + " in " + text(name));
    }
    return put(name, text(name).replace(part, by));
  }

  /** Adds what another jar has and this one has not. */
  Entries merge(Entries other) {
    other.content.forEach(content::putIfAbsent);
    return this;
  }

  Path write(Path jar) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> entry : content.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return jar;
  }
}
