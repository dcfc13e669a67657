package io.integrationhost.host.settings;

/**
 * How Java is set up. The start script reads the same keys, since Java has to know before it
 * starts.
 *
 * @param archive whether an archive of classes is made for quicker starts
 */
public record JavaSettings(Profile profile, boolean archive) {

  private static final String STARTED_WITH = "integration-host.profile";

  /** What Java is set up for. */
  public enum Profile {
    /** By the memory of the machine. */
    AUTO,
    /** Little memory and a quick start; a quarter of the full rate. */
    SMALL,
    /** The full rate. */
    STANDARD
  }

  static JavaSettings read(SettingsReader reader, java.util.List<String> notes) {
    Profile profile = reader.choice("java-profile", Profile.class);
    String started = System.getProperty(STARTED_WITH);
    if (started != null && profile != Profile.AUTO && !profile.name().equalsIgnoreCase(started)) {
      notes.add(
          "java-profile is %s, but the start script did not see it and chose %s; write it as a line of"
                  .formatted(profile.name().toLowerCase(java.util.Locale.ROOT), started)
              + " its own in the settings file itself (not in one that it includes), without ${...},"
              + " and restart");
    }
    return new JavaSettings(profile, reader.flag("java-archive"));
  }
}
