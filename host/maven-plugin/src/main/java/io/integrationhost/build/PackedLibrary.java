package io.integrationhost.build;

import java.nio.file.Path;
import java.util.List;

/**
 * A library in {@code lib/} of a plugin.
 *
 * @param jar the copy in {@code lib/}
 * @param artifactId names the folder of its texts
 * @param coordinates group, artifact and version
 * @param licences as its POM declares them; empty when it declares none
 */
record PackedLibrary(
    Path jar, String artifactId, String coordinates, List<DeclaredLicence> licences) {

  /** A licence of a POM; name and address may be empty. */
  record DeclaredLicence(String name, String url) {

    boolean isApache2() {
      return url.matches("(?i).*apache\\.org/licenses/LICENSE-2\\.0.*")
          || name.matches("(?i)\\s*(The )?Apache([ -](Software )?License,? ?)?.{0,10}2(\\.0)?\\s*");
    }

    boolean isEclipse2() {
      return url.matches("(?i).*eclipse\\.org/(org/documents|legal)/epl-?(v?20|2\\.0).*")
          || name.matches("(?i)\\s*(Eclipse Public License|EPL)\\b.{0,12}2(\\.0)?\\s*");
    }

    String text() {
      String said = name.isEmpty() ? url : name;
      return name.isEmpty() || url.isEmpty() ? said : said + " (" + url + ")";
    }
  }
}
