package io.integrationhost.plugins.opcua;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.integrationhost.kit.Refusal;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugin.Tool;
import io.integrationhost.plugin.ToolContext;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.enumerated.NodeClass;

/** Prints what a server has, and the mapping that would read it. */
final class BrowseTool implements Tool.Action {

  static final String HELP =
      "prints the address space of a server and proposes a mapping: --url opc.tcp://HOST:PORT[/PATH],"
          + " or --integration NAME [--transport opcua] for what the host knows of one; [--depth 8]"
          + " [--max 2000]";

  private static final String USAGE = "usage: browse: " + HELP;

  private final Threads threads;

  BrowseTool(Threads threads) {
    this.threads = threads;
  }

  @Override
  public int run(ToolContext context) throws InterruptedException {
    Options options;
    int depth;
    int most;
    try {
      options = Options.read(context, Set.of("url", "integration", "transport", "depth", "max"));
      depth = options.number("depth", 8);
      most = options.number("max", 2_000);
    } catch (Options.WrongException e) {
      context.err().println(e.getMessage() + "; " + USAGE);
      return 2;
    }
    if (options.text("url").isPresent() == options.text("integration").isPresent()) {
      context.err().println("--url or --integration is missing, or both are there; " + USAGE);
      return 2;
    }
    Settings settings = settings(context, options);
    var certificates =
        new Certificates(
            () ->
                context.dataDirectory(options.text("integration").orElse(""), options.transport()));
    var trust =
        new TrustList(
            certificates,
            settings.security().trust(),
            "integration-host plugin opcua trust --integration "
                + options.text("integration").orElse("NAME"));
    try {
      OpcUaClient client =
          new ServerSession(settings, certificates, trust, threads.acquire()).open();
      try {
        print(context, new Browser(client, settings.server().timeout(), limits(most), 50), depth);
      } finally {
        ServerSession.close(client);
      }
      return 0;
    } catch (UaException | IOException | GeneralSecurityException e) {
      throw Refusal.unavailable(trust.refusal().orElse(Words.of(e, settings.server())));
    } finally {
      threads.release();
    }
  }

  private static Settings.Limits limits(int most) {
    return new Settings.Limits(most, 1, false);
  }

  private static Settings settings(ToolContext context, Options options) {
    Config config =
        options.text("integration").isPresent()
            ? context.config(options.text("integration").get(), options.transport())
            : dialled(options.text("url").orElseThrow());
    return Settings.read(Keys.of(config, config, name -> Optional.empty()));
  }

  private static Config dialled(String url) {
    try {
      var parts = new URI(url);
      if (parts.getHost() == null || parts.getPort() < 0) {
        throw new URISyntaxException(url, "no host or port");
      }
      return ConfigFactory.empty()
          .withValue(
              "clientConfiguration",
              ConfigValueFactory.fromMap(
                  Map.of(
                      "host", parts.getHost(),
                      "port", parts.getPort(),
                      "endpoint", parts.getPath() == null ? "" : parts.getPath(),
                      "mapping", List.of(Map.of("deviceNodePattern", "-")))));
    } catch (URISyntaxException e) {
      throw Refusal.configuration("--url is '" + url + "' (expected: opc.tcp://HOST:PORT[/PATH])");
    }
  }

  private static void print(ToolContext context, Browser browser, int depth)
      throws UaException, InterruptedException {
    var proposal = new Proposal();
    var start = new Node(NodeIds.ObjectsFolder, "Objects", "Objects", NodeClass.Object);
    context.out().println("Objects");
    print(context, browser, start, "  ", depth, proposal);
    browser.problems().forEach(context.err()::println);
    if (browser.isFull()) {
      context.err().println("there is more: --max shows " + browser.seen() + " nodes");
    }
    context.out().println();
    context.out().println(proposal.text());
  }

  private static void print(
      ToolContext context,
      Browser browser,
      Node parent,
      String indent,
      int depth,
      Proposal proposal)
      throws UaException, InterruptedException {
    List<Node> below = browser.below(List.of(parent)).get(0);
    proposal.add(parent, below);
    for (Node each : below) {
      boolean isVariable = each.kind() == NodeClass.Variable;
      context
          .out()
          .println(
              indent
                  + (isVariable ? "- " : "")
                  + each.name()
                  + "  "
                  + each.id().toParseableString());
      // The standard's own: big, and nobody's devices.
      if (!isVariable && depth > 1 && !each.isServerObject() && !browser.isFull()) {
        print(context, browser, each, indent + "  ", depth - 1, proposal);
      }
    }
  }
}
