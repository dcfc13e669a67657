package io.integrationhost.runtime.jar;

import java.util.regex.Pattern;

/** Why a jar cannot be used as a plugin, and what somebody can do about it. */
public final class JarProblem extends Exception {

  private static final long serialVersionUID = 1L;

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final int MOST_CHARACTERS = 2_000;

  private final String reason;
  private final String cure;
  private final String plugin;

  /**
   * A problem.
   *
   * @param reason may quote the jar: characters that could forge a line of a log are replaced
   */
  public JarProblem(String reason, String cure) {
    this(reason, cure, "");
  }

  private JarProblem(String reason, String cure, String plugin) {
    super(plain(reason) + "; " + plain(cure), null, false, false);
    this.reason = plain(reason);
    this.cure = plain(cure);
    this.plugin = plugin;
  }

  /** The same problem, of a jar of which it is known what plugin it holds. */
  JarProblem of(String id) {
    return new JarProblem(reason, cure, id);
  }

  private static String plain(String text) {
    String shown = text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) : text;
    return CONTROL.matcher(shown).replaceAll("?");
  }

  public String reason() {
    return reason;
  }

  /** The id of the plugin; empty when the jar does not tell. */
  public String plugin() {
    return plugin;
  }

  public String cure() {
    return cure;
  }
}
