package io.integrationhost.runtime.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the signatures of a jar are worth.
 *
 * @param entries files in the jar that a signature has to cover: all but the signature's own
 * @param signers in the order in which they were met; none for a jar without signatures
 * @param flaw why no signature can be relied on; empty when there is none or all is well
 */
public record Signatures(int entries, List<Coverage> signers, Optional<String> flaw) {

  /**
   * How far a signature reaches.
   *
   * @param entries files of the jar that this signer covers
   */
  public record Coverage(JarSigner signer, int entries) {}

  public Signatures {
    signers = List.copyOf(signers);
  }

  /**
   * Reads a jar; its sizes must have been checked before.
   *
   * @throws IOException when the file is no readable jar
   */
  public static Signatures of(Path jar) throws IOException {
    return SignatureReader.read(jar);
  }

  static Signatures flawed(int entries, String flaw) {
    return new Signatures(entries, List.of(), Optional.of(flaw));
  }

  /** The signer that is on the list and covers every file of the jar. */
  Optional<JarSigner> complete(Set<Fingerprint> listed) {
    return signers.stream()
        .filter(coverage -> flaw.isEmpty() && entries > 0 && coverage.entries() == entries)
        .map(Coverage::signer)
        .filter(signer -> listed.contains(signer.certificate()))
        .findFirst();
  }
}
