package io.integrationhost.host.integration;

import io.integrationhost.host.settings.IntegrationSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the integrations that run differ from those that are wanted, by name.
 *
 * @param changed as they are wanted
 */
record IntegrationChanges(
    List<IntegrationSettings> added,
    List<IntegrationSettings> changed,
    List<IntegrationSettings> removed) {

  static IntegrationChanges between(
      Collection<IntegrationSettings> running, Collection<IntegrationSettings> wanted) {
    Map<String, IntegrationSettings> before = byName(running);
    Map<String, IntegrationSettings> after = byName(wanted);
    return new IntegrationChanges(
        wanted.stream().filter(each -> !before.containsKey(each.name())).toList(),
        wanted.stream()
            .filter(each -> before.containsKey(each.name()))
            .filter(each -> !before.get(each.name()).equals(each))
            .toList(),
        running.stream().filter(each -> !after.containsKey(each.name())).toList());
  }

  private static Map<String, IntegrationSettings> byName(Collection<IntegrationSettings> all) {
    return all.stream().collect(Collectors.toMap(IntegrationSettings::name, Function.identity()));
  }

  boolean isEmpty() {
    return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
  }

  /** The new name of a removed integration, if it looks like a rename. */
  Optional<String> renamed(IntegrationSettings gone) {
    return added.stream()
        .filter(each -> hasKeyOf(each, gone) && each.server().equals(gone.server()))
        .map(IntegrationSettings::name)
        .findFirst();
  }

  /** Whether ThingsBoard takes the two for the same integration. */
  static boolean hasKeyOf(IntegrationSettings one, IntegrationSettings other) {
    return one.credentials().routingKey().equals(other.credentials().routingKey());
  }

  /** The settings in which the two differ, without their values. */
  static String differences(IntegrationSettings before, IntegrationSettings now) {
    List<String> keys = new ArrayList<>();
    if (!hasKeyOf(before, now)) {
      keys.add("routing-key");
    }
    if (!before.credentials().secret().equals(now.credentials().secret())) {
      keys.add("secret");
    }
    if (!before.server().equals(now.server())) {
      keys.add("thingsboard");
    }
    if (!before.plugin().equals(now.plugin())) {
      keys.add("plugin");
    }
    if (!before.operator().plugins().equals(now.operator().plugins())) {
      keys.add("plugins");
    }
    if (!before.operator().transports().equals(now.operator().transports())) {
      keys.add("transports");
    }
    if (!before.operator().secrets().equals(now.operator().secrets())) {
      keys.add("secrets");
    }
    return String.join(", ", keys);
  }
}
