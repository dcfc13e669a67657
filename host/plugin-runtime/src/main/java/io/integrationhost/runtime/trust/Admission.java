package io.integrationhost.runtime.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides by an allow-list whether a jar may be loaded. Reads the file; keeps nothing open. */
public final class Admission {

  private static final String JARS = "plugins.allow.sha-256";
  private static final String SIGNERS = "plugins.allow.signers";

  private final AllowList list;

  public Admission(AllowList list) {
    this.list = list;
  }

  /**
   * Decides by the digest alone, without opening the file as a jar.
   *
   * @return empty when the signatures decide
   */
  public Optional<Verdict> byDigest(Path jar) throws IOException {
    if (!list.active()) {
      return Optional.of(Verdict.allowed("every jar is allowed, since plugins.allow is not set"));
    }
    Fingerprint digest = Fingerprint.of(jar);
    if (list.jars().contains(digest)) {
      return Optional.of(Verdict.allowed("its SHA-256 is listed in " + JARS));
    }
    return list.signers().isEmpty()
        ? Optional.of(
            Verdict.refused(
                "is not allowed: its SHA-256 " + digest + " is not listed in " + JARS,
                "if you know where the jar comes from, add this SHA-256"))
        : Optional.empty();
  }

  /**
   * Decides by the signatures; for a jar whose sizes have been checked.
   *
   * @throws IOException when the file is no readable jar
   */
  public Verdict bySignatures(Path jar) throws IOException {
    Signatures signatures = Signatures.of(jar);
    Optional<JarSigner> signer = signatures.complete(list.signers());
    return signer.isPresent()
        ? Verdict.allowed("is signed by " + signer.get().label() + ", listed in " + SIGNERS)
        : refused(signatures, Fingerprint.of(jar));
  }

  private static Verdict refused(Signatures signatures, Fingerprint digest) {
    String alsoNot = ", and its SHA-256 " + digest + " is not listed in " + JARS;
    if (signatures.flaw().isPresent()) {
      return Verdict.refused(
          "is not allowed: its signature does not hold, as " + signatures.flaw().get() + alsoNot,
          "get the jar from its maker again");
    }
    if (signatures.signers().isEmpty()) {
      return Verdict.refused(
          "is not allowed: it is not signed" + alsoNot,
          "get a jar that is signed by a listed signer, or, if you know where this one comes from,"
              + " add this SHA-256");
    }
    return Verdict.refused(
        "is not allowed: it is signed by "
            + signatures.signers().stream()
                .map(each -> each.signer().label())
                .collect(Collectors.joining(" and "))
            + ", not listed in "
            + SIGNERS
            + alsoNot,
        "if you know that this certificate is the maker's, add its fingerprint");
  }
}
