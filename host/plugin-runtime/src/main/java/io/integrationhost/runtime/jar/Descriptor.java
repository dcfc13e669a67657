package io.integrationhost.runtime.jar;

/**
 * What a jar says about itself in its manifest.
 *
 * @param id the word that names the plugin in configurations
 * @param requires the plugin API it was built with as written; empty when the jar does not say
 */
public record Descriptor(
    String id,
    SemanticVersion version,
    String description,
    String provider,
    String license,
    String requires) {}
