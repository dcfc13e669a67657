package io.integrationhost.host.settings;

import java.util.Optional;

/**
 * One setting as it is in effect.
 *
 * @param value as HOCON; a secret is hidden
 * @param file where it stands, with the line; empty when no file says it
 * @param variable the environment variable that it comes from
 */
public record SettingValue(
    String key, String value, Optional<String> file, int line, Optional<String> variable) {}
