package io.integrationhost.host.front;

import io.integrationhost.ground.CleanText;
import io.integrationhost.host.board.Phase;
import io.integrationhost.remote.IntegrationConfiguration;
import io.integrationhost.remote.LinkState;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * What is known of the parts of an integration, and the state that follows from it.
 *
 * @param problems in words; empty when all is well but for the link
 * @param anyRunning whether any transport serves devices
 * @param enabled whether the tenant wants it to run
 */
record Condition(LinkState link, List<String> problems, boolean anyRunning, boolean enabled) {

  /** The state of an integration that has no configuration yet. */
  static void ofLinkAlone(LinkState link, Lifecycle lifecycle) {
    if (link instanceof LinkState.Refused refused) {
      lifecycle.moveTo(Phase.REFUSED, refused.failure().message());
    } else if (link instanceof LinkState.Waiting waiting) {
      lifecycle.moveTo(Phase.CONNECTING, waiting.failure().message());
    }
  }

  /** The state of one that has. */
  void moveTo(Lifecycle lifecycle) {
    if (link instanceof LinkState.Refused refused) {
      lifecycle.moveTo(Phase.REFUSED, refused.failure().message());
      return;
    }
    String reasons = reasons();
    if (!anyRunning) {
      lifecycle.moveTo(Phase.FAILED, reasons);
    } else if (!reasons.isEmpty()) {
      lifecycle.moveTo(Phase.DEGRADED, reasons);
    } else if (!enabled) {
      lifecycle.moveTo(Phase.DISABLED, "disabled in ThingsBoard; devices are told so");
    } else if (link instanceof LinkState.Connected) {
      lifecycle.moveTo(Phase.RUNNING, "");
    }
  }

  private String reasons() {
    String own = String.join("; ", problems);
    if (link instanceof LinkState.Waiting waiting) {
      String away = waiting.failure().message() + " (uplinks are kept until it is back)";
      return own.isEmpty() ? away : own + "; " + away;
    }
    return own;
  }

  /** What a change has failed with, in words. */
  static String text(Throwable problem) {
    Throwable cause =
        problem instanceof CompletionException && problem.getCause() != null
            ? problem.getCause()
            : problem;
    // The name of an Error says more than its message.
    return cause instanceof Error || cause.getMessage() == null
        ? cause.toString()
        : cause.getMessage();
  }

  /**
   * The text without the integration's name: a state is shown with it, and by ThingsBoard on the
   * integration's own page.
   *
   * @param name the operator's
   * @param configuration holds the tenant's name for it
   */
  static String unnamed(String text, String name, IntegrationConfiguration configuration) {
    String named = "integration '" + CleanText.name(configuration.name()) + "'";
    String rest = text.startsWith(named + ": ") ? text.substring(named.length() + 2) : text;
    return rest.replace(named + ", JSON configuration", "JSON configuration")
        .replace(" of integration '" + name + "'", "");
  }
}
