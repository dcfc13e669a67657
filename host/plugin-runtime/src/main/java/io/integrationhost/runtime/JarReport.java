package io.integrationhost.runtime;

import io.integrationhost.runtime.trust.Fingerprint;
import io.integrationhost.runtime.trust.Signatures;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@link PluginVerification} found about a jar.
 *
 * @param file as it was named
 * @param sha256 empty when the file cannot be read, or is too large
 * @param signatures empty when the file is no readable jar, or holds too much
 * @param plugin id and version of a jar that would be taken; empty otherwise
 * @param admission why the jar is allowed, as the end of a sentence; empty for a refused one
 * @param refused why it would not be loaded; empty for a jar that would be taken
 */
public record JarReport(
    Path file,
    Optional<Fingerprint> sha256,
    Optional<Signatures> signatures,
    String plugin,
    String admission,
    Optional<RejectedJar> refused) {}
