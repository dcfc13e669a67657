package io.integrationhost.runtime.jar;

import java.util.regex.Pattern;

/** Why a jar cannot be used as a plugin, and what somebody can do about it. */
public final class JarProblem extends Exception {

  private static final long serialVersionUID = 1L;

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final int MOST_CHARACTERS = 2_000;

  private final String reason;
  private final String cure;

  /**
   * A problem.
   *
   * @param reason may quote the jar: characters that could forge a line of a log are replaced
   */
  public JarProblem(String reason, String cure) {
    super(plain(reason) + "; " + plain(cure), null, false, false);
    this.reason = plain(reason);
    this.cure = plain(cure);
  }

  private static String plain(String text) {
    String shown = text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
    return CONTROL.matcher(shown).replaceAll("?");
  }

  public String reason() {
    return reason;
  }

  public String cure() {
    return cure;
  }
}
