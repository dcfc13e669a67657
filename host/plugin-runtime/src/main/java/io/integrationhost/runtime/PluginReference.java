package io.integrationhost.runtime;

import java.util.Optional;

/**
 * How configurations name a plugin: {@code tcp}, or {@code tcp@1.2.0} to pin a version.
 *
 * @param version as the manifest writes it; empty for the newest
 */
public record PluginReference(String id, Optional<String> version) {

  /** Takes a reference apart; blanks around the parts do not matter. */
  public static PluginReference parse(String text) {
    int at = text.indexOf('@');
    return at < 0
        ? new PluginReference(text.trim(), Optional.empty())
        : new PluginReference(
            text.substring(0, at).trim(), Optional.of(text.substring(at + 1).trim()));
  }

  boolean names(PluginCopy copy) {
    return copy.id().equals(id) && version.map(copy.version()::equals).orElse(true);
  }

  /** As it is written. */
  @Override
  public String toString() {
    return id + version.map(pinned -> "@" + pinned).orElse("");
  }
}
