package io.integrationhost.host;

import io.integrationhost.converter.EngineStatus;
import io.integrationhost.host.integration.IntegrationFigures;
import io.integrationhost.host.integration.ReloadFigures;
import io.integrationhost.host.integration.Spread;
import io.integrationhost.remote.PooledMemory;
import io.integrationhost.runtime.PluginCatalog;
import io.integrationhost.runtime.PluginFigures;
import io.integrationhost.spool.CommitFigures;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All numbers of a host at one moment; not taken at one instant.
 *
 * @param spread of all integrations together; empty while each has its own
 * @param commits what was stored for all spools
 * @param converters the threads that run scripts
 * @param pooled what the connections to ThingsBoard hold
 * @param memoryLimit bytes that all transports may keep because of their devices
 * @param memoryHeld bytes that they keep
 * @param linkWindow so many messages of an integration may wait for answers
 * @param uplinksUnderWayLimit so many uplinks of a transport may be under way
 */
public record HostFigures(
    List<IntegrationFigures> integrations,
    Optional<Spread> spread,
    List<PluginFigures> plugins,
    PluginCatalog catalog,
    ReloadFigures reloads,
    CommitFigures commits,
    EngineStatus converters,
    PooledMemory pooled,
    long memoryLimit,
    long memoryHeld,
    int linkWindow,
    int uplinksUnderWayLimit,
    Path dataDirectory) {}
