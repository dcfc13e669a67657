package io.integrationhost.host.settings;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.integrationhost.runtime.trust.AllowList;
import io.integrationhost.runtime.trust.Fingerprint;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the section {@code plugins.allow}. A mistake in it is a problem and never an open door:
 * only a section without any list allows every jar.
 */
final class AllowListReader {

  private static final String SECTION = "plugins.allow";
  private static final String JARS = SECTION + ".sha-256";
  private static final String SIGNERS = SECTION + ".signers";

  private final SettingsReader reader;

  AllowListReader(SettingsReader reader) {
    this.reader = reader;
  }

  AllowList read() {
    if (!reader.isSection(SECTION)) {
      reader.problem(
          SECTION,
          "must hold the lists sha-256 and signers, such as allow { sha-256 = [\"...\"] }");
      return AllowList.only(Set.of(), Set.of());
    }
    if (!reader.has(JARS) && !reader.has(SIGNERS)) {
      return AllowList.everyJar();
    }
    List<ConfigValue> jars = reader.has(JARS) ? reader.list(JARS) : List.of();
    List<ConfigValue> signers = reader.has(SIGNERS) ? reader.list(SIGNERS) : List.of();
    if (jars.isEmpty() && signers.isEmpty()) {
      reader.problem(
          reader.has(JARS) ? JARS : SIGNERS,
          "lists nothing, so that no plugin could be loaded; list what is allowed, or remove the"
              + " key to allow every jar");
    }
    return AllowList.only(fingerprints(JARS, jars), fingerprints(SIGNERS, signers));
  }

  private Set<Fingerprint> fingerprints(String key, List<ConfigValue> values) {
    Set<Fingerprint> fingerprints = new HashSet<>();
    for (ConfigValue value : values) {
      String text = value.valueType() == ConfigValueType.STRING ? value.unwrapped().toString() : "";
      Fingerprint.parse(text)
          .ifPresentOrElse(
              fingerprints::add,
              () ->
                  reader.problem(
                      key,
                      value,
                      "must hold SHA-256 fingerprints in quotes (64 hexadecimal digits, with or"
                          + " without colons), has "
                          + value.render()));
    }
    return fingerprints;
  }
}
