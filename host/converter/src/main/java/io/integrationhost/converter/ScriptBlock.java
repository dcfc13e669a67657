package io.integrationhost.converter;

import java.time.LocalDate;
import java.util.Objects;

/**
 * All scripts of an integration are blocked, because nothing could hold them.
 *
 * @param integration its name in the settings
 * @param since the day; on another day the integration is let again
 * @param reason one sentence without a full stop
 */
public record ScriptBlock(String integration, LocalDate since, String reason) {
  public ScriptBlock {
    Objects.requireNonNull(integration, "integration");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(reason, "reason");
  }

  /** As devices and ThingsBoard are told. */
  String text() {
    return "Script invocation is blocked: all scripts of the integration '"
        + integration
        + "' are blocked since "
        + since
        + ", as "
        + reason
        + ". Correct the endless operation in the script, then let it run again with"
        + " 'integration-host converters lift "
        + integration
        + "'; another day does so too";
  }
}
