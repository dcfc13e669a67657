package io.integrationhost.runtime.jar;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Looks for the class file of the entry point and at the Java release that it needs. */
final class EntryPointClass {

  private static final int MAGIC = 0xCAFEBABE;

  /** Class files of Java N carry the major version N + 44. */
  private static final int BEFORE_JAVA_1 = 44;

  private final String name;

  EntryPointClass(String name) {
    this.name = name;
  }

  void check(Path jar, List<Path> libraries) throws JarProblem, IOException {
    for (Path file : Stream.concat(Stream.of(jar), libraries.stream()).toList()) {
      if (foundIn(file)) {
        return;
      }
    }
    throw new JarProblem(
        ServiceFile.NAME + " names " + name + ", which the jar does not contain",
        "add the class or put its library into lib/");
  }

  private boolean foundIn(Path file) throws IOException, JarProblem {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(name.replace('.', '/') + ".class");
      if (entry == null) {
        return false;
      }
      try (InputStream in = zip.getInputStream(entry)) {
        checkRelease(new DataInputStream(in));
      }
      return true;
    }
  }

  private void checkRelease(DataInputStream in) throws IOException, JarProblem {
    if (in.readInt() != MAGIC) {
      throw new JarProblem("its class " + name + " is not a class file", "rebuild the jar");
    }
    in.readUnsignedShort();
    int needed = in.readUnsignedShort() - BEFORE_JAVA_1;
    int running = Runtime.version().feature();
    if (needed > running) {
      throw new JarProblem(
          "its class " + name + " needs Java " + needed + ", this host runs on Java " + running,
          "build the plugin with --release " + running + " or run the host on Java " + needed);
    }
  }
}
