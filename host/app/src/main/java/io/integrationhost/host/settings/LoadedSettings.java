package io.integrationhost.host.settings;

import com.typesafe.config.Config;

/**
 * Settings with what they were made of.
 *
 * @param config resolved; holds secrets
 */
record LoadedSettings(HostSettings settings, Config config) {

  /** Shows nothing: the configuration holds secrets. */
  @Override
  public String toString() {
    return "LoadedSettings";
  }
}
