package io.integrationhost.host.integration;

import io.integrationhost.host.board.Status;
import io.integrationhost.host.board.StatusListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes every change of an integration's state to the log. */
public final class StatusLog implements StatusListener {

  private static final Logger log = LoggerFactory.getLogger(StatusLog.class);

  @Override
  public void changed(String integration, Status before, Status now) {
    switch (now.phase()) {
      case FAILED, REFUSED -> log.error("integration '{}' is {}", integration, now.describe());
      case DEGRADED -> log.warn("integration '{}' is {}", integration, now.describe());
      default -> {
        if (now.reason().isEmpty()) {
          log.info("integration '{}' is {}", integration, now.phase());
        } else {
          log.warn("integration '{}' is {}", integration, now.describe());
        }
      }
    }
  }
}
