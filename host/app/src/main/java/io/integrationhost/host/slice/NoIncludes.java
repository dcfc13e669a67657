package io.integrationhost.host.slice;

import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;

/** Keeps a tenant's configuration from reading files of the host. */
final class NoIncludes implements ConfigIncluder {

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    throw new PlanException(
        "include \"" + what + "\" is not allowed in an integration's configuration; remove it");
  }
}
