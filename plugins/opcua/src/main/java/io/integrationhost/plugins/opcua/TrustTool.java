package io.integrationhost.plugins.opcua;

import io.integrationhost.plugin.Tool;
import io.integrationhost.plugin.ToolContext;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Shows the certificates of servers that were refused, and has one be taken from now on. */
final class TrustTool implements Tool.Action {

  static final String HELP =
      "trusts a server's certificate: --integration NAME [--transport opcua] [THUMBPRINT]; without a"
          + " thumbprint it lists those that were refused and those that are trusted";

  private static final String USAGE = "usage: trust: " + HELP;
  private static final int SHORTEST = 8;

  @Override
  public int run(ToolContext context) throws IOException {
    Options options;
    try {
      options = Options.read(context, Set.of("integration", "transport"));
    } catch (Options.WrongException e) {
      return wrong(context, e.getMessage());
    }
    Optional<String> integration = options.text("integration");
    if (integration.isEmpty() || options.others().size() > 1) {
      return wrong(context, "--integration is missing, or there is more than one thumbprint");
    }
    var certificates =
        new Certificates(() -> context.dataDirectory(integration.get(), options.transport()));
    if (options.others().isEmpty()) {
      list(context, "refused", Certificates.read(certificates.rejected()));
      list(context, "trusted", Certificates.read(certificates.trusted()));
      return 0;
    }
    return trust(context, certificates, options.others().get(0));
  }

  private static int wrong(ToolContext context, String what) {
    context.err().println(what + "; " + USAGE);
    return 2;
  }

  private static void list(ToolContext context, String what, List<X509Certificate> all) {
    if (all.isEmpty()) {
      context.out().println(what + ": none");
    }
    for (X509Certificate each : all) {
      context
          .out()
          .println(
              what
                  + ": "
                  + Certificates.thumbprint(each)
                  + "  "
                  + each.getSubjectX500Principal()
                  + ", valid until "
                  + each.getNotAfter().toInstant());
    }
  }

  private static int trust(ToolContext context, Certificates certificates, String typed)
      throws IOException {
    String thumbprint = typed.replace(":", "").toLowerCase(Locale.ROOT);
    if (thumbprint.length() < SHORTEST) {
      return wrong(context, "the thumbprint has fewer than " + SHORTEST + " digits");
    }
    List<X509Certificate> found =
        Certificates.read(certificates.rejected()).stream()
            .filter(each -> Certificates.thumbprint(each).startsWith(thumbprint))
            .toList();
    if (found.size() != 1) {
      context
          .err()
          .println(
              "there is no such certificate among those that were refused, or more than one: "
                  + typed);
      return 1;
    }
    certificates.trust(found.get(0));
    context
        .out()
        .println(
            "trusted: "
                + found.get(0).getSubjectX500Principal()
                + "; the next try of the host connects");
    return 0;
  }
}
