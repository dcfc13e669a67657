package io.integrationhost.runtime.jar;

import java.util.Optional;
import java.util.Set;

/**
 * What a jar says about itself in its manifest.
 *
 * @param id the word that names the plugin in configurations
 * @param requires the plugin API it was built with as written; empty when the jar does not say
 * @param serves types and class names of integrations that it serves without being named; empty
 *     when only its code knows
 */
public record Descriptor(
    String id,
    SemanticVersion version,
    String description,
    String provider,
    String license,
    String requires,
    Optional<Set<String>> serves) {}
