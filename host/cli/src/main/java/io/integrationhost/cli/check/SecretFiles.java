package io.integrationhost.cli.check;

import io.integrationhost.host.settings.HostSettings;
import io.integrationhost.host.settings.IntegrationSettings;
import io.integrationhost.remote.Tls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Looks for files with secrets of the host that every user of the machine can read. Knows POSIX
 * permissions only; where the file system has none, it finds nothing.
 */
final class SecretFiles {

  private static final String SUBJECT = "secrets";

  private final HostSettings settings;

  SecretFiles(HostSettings settings) {
    this.settings = settings;
  }

  /**
   * What is too open, each with what to do.
   *
   * @param files of the settings, those with an integration's secret included
   */
  List<Finding> findings(Collection<Path> files) {
    List<Finding> findings = new ArrayList<>();
    for (Path file : new TreeSet<>(files)) {
      if (holdsSecret(file) && isOpenToAll(file)) {
        findings.add(open(file, "holds the secret of an integration"));
      }
    }
    for (Path key : new TreeSet<>(privateKeys())) {
      if (isOpenToAll(key)) {
        findings.add(open(key, "is the private key of this host"));
      }
    }
    return findings;
  }

  private static Finding open(Path file, String what) {
    return Finding.warning(
        SUBJECT,
        "%s %s, and every user of this machine can read it; take that right away (chmod o-r %s)"
            .formatted(file, what, file));
  }

  private List<Path> privateKeys() {
    return settings.integrations().stream()
        .flatMap(integration -> integration.server().tls().flatMap(Tls::keyFile).stream())
        .toList();
  }

  private boolean holdsSecret(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return settings.integrations().stream()
          .map(IntegrationSettings::credentials)
          .anyMatch(credentials -> asValue(credentials.secret()).matcher(text).find());
    } catch (IOException e) {
      // Told by who reads the settings.
      return false;
    }
  }

  /** Where a value stands: a secret may be a word such as "secret", which is in every comment. */
  private static Pattern asValue(String secret) {
    return Pattern.compile(
        "(?:^|[=:]\\s*|[\"'])" + Pattern.quote(secret) + "(?:[\"'\\s,}#]|$)", Pattern.MULTILINE);
  }

  private static boolean isOpenToAll(Path file) {
    try {
      Path real = file.toRealPath();
      return permissions(real).contains(PosixFilePermission.OTHERS_READ) && isReachable(real);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Whether no directory above it shuts others out. */
  private static boolean isReachable(Path file) throws IOException {
    Optional<Path> folder = Optional.ofNullable(file.getParent());
    while (folder.isPresent()) {
      if (!permissions(folder.get()).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
      folder = folder.map(Path::getParent);
    }
    return true;
  }

  private static Set<PosixFilePermission> permissions(Path path) throws IOException {
    return Files.getPosixFilePermissions(path);
  }
}
