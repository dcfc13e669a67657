package io.integrationhost.host.settings;

import java.util.List;

/**
 * What a running host has to know of changed settings.
 *
 * @param integrations all that are wanted from now on
 * @param later keys with their places that were changed too but take effect at the next start
 */
public record SettingsChange(List<IntegrationSettings> integrations, List<String> later) {
  public SettingsChange {
    integrations = List.copyOf(integrations);
    later = List.copyOf(later);
  }
}
