package io.integrationhost.cli;

import io.integrationhost.runtime.JarReport;
import io.integrationhost.runtime.RejectedJar;
import io.integrationhost.runtime.trust.Fingerprint;
import io.integrationhost.runtime.trust.JarSigner;
import io.integrationhost.runtime.trust.Signatures;
import io.integrationhost.runtime.trust.Signatures.Coverage;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found about a jar, for people and for programs. */
final class JarReportForms {

  private static final int LONGEST_NAME = 200;

  private final Clock clock;

  JarReportForms(Clock clock) {
    this.clock = clock;
  }

  /** Lines: the verdict, then what the jar is. */
  List<String> text(JarReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        report
            .refused()
            .map(jar -> "REFUSED  " + jar.message())
            .orElseGet(() -> "ok       " + report.file() + ": " + report.admission()));
    if (!report.plugin().isEmpty()) {
      lines.add("         plugin   " + report.plugin());
    }
    report.sha256().ifPresent(digest -> lines.add("         sha-256  " + digest));
    report.signatures().ifPresent(signatures -> signatures(signatures, lines));
    return lines;
  }

  private void signatures(Signatures signatures, List<String> lines) {
    if (signatures.signers().isEmpty() && signatures.flaw().isEmpty()) {
      lines.add("         signer   none");
    }
    for (Coverage coverage : signatures.signers()) {
      lines.add("         signer   " + coverage.signer().certificate().inPairs());
      lines.add("                  " + describe(coverage, signatures.entries()));
    }
    signatures
        .flaw()
        .ifPresent(flaw -> lines.add("         flaw     " + PrintableText.of(flaw, 500)));
  }

  private String describe(Coverage coverage, int entries) {
    JarSigner signer = coverage.signer();
    return "%s, valid %s to %s%s, signed %s, covers %d of %d entries"
        .formatted(
            PrintableText.of(signer.subject(), LONGEST_NAME),
            signer.validFrom(),
            signer.validUntil(),
            signer.validAt(clock.instant()) ? "" : " (NOT VALID NOW)",
            signer.timestamp().map(time -> "at " + time).orElse("without a timestamp"),
            coverage.entries(),
            entries);
  }

  /** The same as a JSON object; what is not known is null. */
  Map<String, Object> json(JarReport report) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", report.file().toString());
    object.put("accepted", report.refused().isEmpty());
    object.put("reason", report.refused().map(RejectedJar::reason).orElse(report.admission()));
    object.put("cure", report.refused().map(RejectedJar::cure).orElse(null));
    object.put("plugin", report.plugin().isEmpty() ? null : report.plugin());
    object.put("sha256", report.sha256().map(Fingerprint::hex).orElse(null));
    object.put("entries", report.signatures().map(Signatures::entries).orElse(null));
    object.put("flaw", report.signatures().flatMap(Signatures::flaw).orElse(null));
    object.put(
        "signers",
        report
            .signatures()
            .map(found -> found.signers().stream().map(this::signer).toList())
            .orElse(null));
    return object;
  }

  private Map<String, Object> signer(Coverage coverage) {
    JarSigner signer = coverage.signer();
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("certificate", signer.certificate().inPairs());
    object.put("subject", signer.subject());
    object.put("validFrom", signer.validFrom().toString());
    object.put("validUntil", signer.validUntil().toString());
    object.put("validNow", signer.validAt(clock.instant()));
    object.put("timestamp", signer.timestamp().map(Instant::toString).orElse(null));
    object.put("entries", coverage.entries());
    return object;
  }
}
