package io.integrationhost.runtime.trust;

/**
 * Whether a jar may be loaded.
 *
 * @param allowed whether it may
 * @param reason why or why not, as the end of a sentence that begins with the jar
 * @param cure what to do about a refusal; empty for an allowed jar
 */
public record Verdict(boolean allowed, String reason, String cure) {

  static Verdict allowed(String reason) {
    return new Verdict(true, reason, "");
  }

  static Verdict refused(String reason, String cure) {
    return new Verdict(false, reason, cure);
  }
}
