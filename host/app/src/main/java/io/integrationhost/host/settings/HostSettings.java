package io.integrationhost.host.settings;

import io.integrationhost.converter.ConverterLimits;
import io.integrationhost.host.deadletter.DeadLetterLimits;
import io.integrationhost.host.delivery.BatchSettings;
import io.integrationhost.host.downlink.WaitingLimits;
import io.integrationhost.host.event.EventSettings;
import io.integrationhost.runtime.PluginSettings;
import io.integrationhost.spool.SpoolOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Everything an operator may set.
 *
 * @param integrations at least one
 * @param waitingDownlinks where an integration's configuration does not say
 * @param rememberConfiguration whether a host may serve from what it was told before its start
 * @param stopDeadline how long a stop may take to finish what is under way
 * @param reloadInterval between two looks at the files of the settings; zero: never
 * @param admin where the host can be asked and steered
 * @param java how it is set up
 * @param notes what the operator should know about the settings although they can be used
 */
public record HostSettings(
    List<IntegrationSettings> integrations,
    LinkTuning link,
    PluginSettings plugins,
    Path dataDirectory,
    SpoolOptions spool,
    DeadLetterLimits deadLetters,
    WaitingLimits waitingDownlinks,
    boolean rememberConfiguration,
    EventSettings events,
    BatchSettings batch,
    ConverterLimits converter,
    Duration stopDeadline,
    Duration reloadInterval,
    AdminSettings admin,
    JavaSettings java,
    List<String> notes) {

  public HostSettings {
    integrations = List.copyOf(integrations);
    notes = List.copyOf(notes);
  }
}
