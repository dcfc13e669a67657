package io.integrationhost.cli.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Keeps the library from looking for configurations on the class path when the program was started
 * by its script: the program sets its log up itself, as the first thing that it does.
 */
public final class NoSearch extends ContextAwareBase implements Configurator {

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    return System.getProperty("integration-host.home") == null
        ? ExecutionStatus.INVOKE_NEXT_IF_ANY
        : ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
