package io.integrationhost.host.integration;

import java.time.Instant;

/**
 * What became of the changes of the settings file.
 *
 * @param applied changes that were taken over, or begun to be
 * @param rejected changes with a problem
 * @param lastSuccessful whether what stands in the file now is in use; false while it is refused
 * @param lastSuccess when settings were read for the last time that are in use
 */
public record ReloadFigures(
    long applied, long rejected, boolean lastSuccessful, Instant lastSuccess) {}
