package io.integrationhost.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrationhost.runtime.trust.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of the plugins that are shipped, as {@code sha256sum -c} takes it. */
final class PluginSumsTest {

  @Test
  void listsEveryJarThatIsShipped() throws IOException {
    Path plugins = HostProcess.distribution().resolve("plugins");
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(plugins)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        lines.add(Fingerprint.of(jar).hex() + "  " + jar.getFileName());
      }
    }
    assertThat(lines).hasSizeGreaterThan(5);
    assertThat(plugins.resolve("SHA256SUMS")).content().hasLineCount(lines.size()).contains(lines);
  }
}
