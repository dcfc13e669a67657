package io.integrationhost.ground;

/**
 * One thing that is wrong with what somebody wrote.
 *
 * @param place file and line, or the environment variable
 * @param key its full path; empty when the whole file is meant
 * @param message what is wrong and what to do
 */
public record Problem(String place, String key, String message) {

  @Override
  public String toString() {
    return place + ": " + (key.isEmpty() ? "" : key + ": ") + message;
  }
}
