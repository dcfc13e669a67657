package io.integrationhost.runtime.jar;

import com.typesafe.config.Config;
import io.integrationhost.runtime.trust.Admission;
import io.integrationhost.runtime.trust.Fingerprint;
import io.integrationhost.runtime.trust.Signatures;
import io.integrationhost.runtime.trust.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;

/** Everything that is checked about a jar before a class of it is loaded. */
final class JarInspection {

  private final DescriptorReader descriptors;
  private final StagingLimits limits;
  private final Admission admission;
  private final SoundJars sound;

  JarInspection(
      DescriptorReader descriptors, StagingLimits limits, Admission admission, SoundJars sound) {
    this.descriptors = descriptors;
    this.limits = limits;
    this.admission = admission;
    this.sound = sound;
  }

  StagedPlugin inspect(Path original, Path directory, Path copy) throws JarProblem {
    try {
      // Before anything of the file is interpreted.
      Optional<Verdict> early = admission.byDigest(copy);
      if (early.isPresent()) {
        require(early.get());
      }
      Fingerprint content = Fingerprint.of(copy);
      boolean isSound = sound.has(original, content);
      Budget directories = directories();
      ZipEnd.read(copy).check(limits, directories);
      try (JarFile jar = new JarFile(copy.toFile(), false)) {
        JarEntries entries = new JarEntries(jar, limits);
        check(entries, isSound);
        Verdict verdict = early.isPresent() ? early.get() : admission.bySignatures(copy);
        require(verdict);
        new ClassPathReach(jar, entries).check();
        String entryPoint = new ServiceFile(entries).entryPoint();
        Descriptor descriptor = descriptors.read(jar, original.getFileName().toString());
        try {
          Config defaults = new PluginDefaults(entries).read(descriptor);
          List<Path> libraries =
              new Libraries(entries, limits, directories, isSound).unpack(directory.resolve("lib"));
          new EntryPointClass(entryPoint).check(copy, libraries);
          sound.add(content);
          return new StagedPlugin(
              original,
              directory,
              copy,
              libraries,
              descriptor,
              entryPoint,
              defaults,
              verdict.reason());
        } catch (JarProblem e) {
          throw e.of(descriptor.id());
        }
      }
    } catch (IOException | SecurityException | IllegalArgumentException e) {
      throw new JarProblem(
          "is not a readable jar (" + e.getMessage() + ")",
          "rebuild it, or copy it there again, completely");
    }
  }

  /** Reads who signed a jar; empty when it is no readable jar or too large to look at. */
  Optional<Signatures> signatures(Path copy) {
    try {
      ZipEnd.read(copy).check(limits, directories());
      try (JarFile jar = new JarFile(copy.toFile(), false)) {
        check(new JarEntries(jar, limits), false);
      }
      return Optional.of(Signatures.of(copy));
    } catch (JarProblem | IOException | SecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Budget directories() {
    return new Budget(limits.directoryBytes(), "the table of its entries");
  }

  private void check(JarEntries entries, boolean isSound) throws IOException, JarProblem {
    new EntryNames(entries.all()).check();
    if (!isSound) {
      entries.check(new Budget(limits.unpackedBytes(), "its content"));
    }
  }

  private static void require(Verdict verdict) throws JarProblem {
    if (!verdict.allowed()) {
      throw new JarProblem(verdict.reason(), verdict.cure());
    }
  }
}
