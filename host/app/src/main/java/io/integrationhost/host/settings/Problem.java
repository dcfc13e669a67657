package io.integrationhost.host.settings;

/**
 * One thing that is wrong with the settings.
 *
 * @param origin file and line, or the environment variable
 * @param key the setting's full key
 * @param message what is wrong and what to do
 */
public record Problem(String origin, String key, String message) {

  @Override
  public String toString() {
    return origin + ": " + key + ": " + message;
  }
}
