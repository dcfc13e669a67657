package io.integrationhost.runtime.jar;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;

/** Everything that is checked about a jar before a class of it is loaded. */
final class JarInspection {

  private final DescriptorReader descriptors;
  private final StagingLimits limits;

  JarInspection(DescriptorReader descriptors, StagingLimits limits) {
    this.descriptors = descriptors;
    this.limits = limits;
  }

  StagedPlugin inspect(Path original, Path directory, Path copy) throws JarProblem {
    try (JarFile jar = new JarFile(copy.toFile(), false)) {
      JarEntries entries = new JarEntries(jar, limits);
      entries.check();
      String entryPoint = new ServiceFile(entries).entryPoint();
      Descriptor descriptor = descriptors.read(jar, original.getFileName().toString());
      Config defaults = new PluginDefaults(entries).read(descriptor);
      List<Path> libraries = new Libraries(entries, limits).unpack(directory.resolve("lib"));
      new EntryPointClass(entryPoint).check(copy, libraries);
      return new StagedPlugin(
          original, directory, copy, libraries, descriptor, entryPoint, defaults);
    } catch (IOException | SecurityException | IllegalArgumentException e) {
      throw new JarProblem(
          "is not a readable jar (" + e.getMessage() + ")",
          "rebuild it, or copy it there again, completely");
    }
  }
}
