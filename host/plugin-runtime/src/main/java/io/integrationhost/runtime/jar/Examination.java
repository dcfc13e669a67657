package io.integrationhost.runtime.jar;

import io.integrationhost.runtime.trust.Fingerprint;
import io.integrationhost.runtime.trust.Signatures;
import java.util.Optional;

/**
 * What a jar is and whether it would be taken.
 *
 * @param sha256 of the file; empty when it cannot be copied
 * @param signatures empty when the file is no readable jar, or too large to look at
 * @param descriptor of a jar that would be taken
 * @param admission why the jar is allowed; empty for a jar that would not be taken
 * @param problem why it would not be taken
 */
public record Examination(
    Optional<Fingerprint> sha256,
    Optional<Signatures> signatures,
    Optional<Descriptor> descriptor,
    String admission,
    Optional<JarProblem> problem) {

  static Examination unread(JarProblem problem) {
    return new Examination(
        Optional.empty(), Optional.empty(), Optional.empty(), "", Optional.of(problem));
  }

  static Examination taken(Fingerprint sha256, Optional<Signatures> signatures, StagedPlugin jar) {
    return new Examination(
        Optional.of(sha256),
        signatures,
        Optional.of(jar.descriptor()),
        jar.admission(),
        Optional.empty());
  }

  static Examination refused(
      Fingerprint sha256, Optional<Signatures> signatures, JarProblem problem) {
    return new Examination(
        Optional.of(sha256), signatures, Optional.empty(), "", Optional.of(problem));
  }
}
