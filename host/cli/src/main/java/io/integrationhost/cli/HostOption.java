package io.integrationhost.cli;

import io.integrationhost.cli.client.HostAccess;
import io.integrationhost.cli.client.HostClient;
import io.integrationhost.cli.client.HostException;
import io.integrationhost.cli.client.Trust;
import io.integrationhost.host.settings.AdminPlace;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which running host is meant, shared by the commands that ask one. */
final class HostOption {

  private static final String TOKEN = "admin.token";
  private static final String PORT = "admin.port";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  @Mixin private SettingsOption settings;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = {
        "The host, such as https://host.example.org:8085. Default: the one of this machine,"
            + " as the settings and the file admin.port in its data directory say."
      })
  private String url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = {
        "The file with the token that is shown. Default: admin.token in the data directory,"
            + " which the host made for its own user; for the host of this machine only."
      })
  private Path tokenFile;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = {
        "Certificates (PEM) of the authorities that are believed. Default: those of Java;"
            + " for the host of this machine the certificate that its settings name."
      })
  private Path authorities;

  @Option(names = "--json", description = "Prints JSON, one object a line.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  Console console() {
    return new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
  }

  boolean json() {
    return json;
  }

  HostClient client() {
    return new HostClient(access());
  }

  ParameterException badUsage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** What the host answers to is done; what it refuses is told, with the exit code for it. */
  int run(Asking asking) throws InterruptedException {
    try {
      return asking.ask(client());
    } catch (HostException e) {
      console().error(e.getMessage());
      return e.isBadUsage() ? ExitCode.USAGE : ExitCode.FAILURE;
    }
  }

  /** What a command does with a host. */
  @FunctionalInterface
  interface Asking {

    /** The exit code. */
    int ask(HostClient client) throws InterruptedException;
  }

  HostAccess access() {
    if (url != null) {
      URI base = uri();
      boolean here = LOOPBACK.contains(base.getHost());
      if (tokenFile == null && !here) {
        throw badUsage(
            "--url names another machine: name the file with a token for it, too (--token-file FILE)");
      }
      return new HostAccess(
          base,
          token(tokenFile == null ? tokenFile(settings.loadAdminPlace()) : tokenFile),
          trust(Optional.empty()),
          "which --url names");
    }
    AdminPlace place = settings.loadAdminPlace();
    if (!place.enabled()) {
      throw badUsage(
          "the settings say admin.enabled = false, so that host cannot be asked; set it to true and"
              + " start the host again, or name another one with --url");
    }
    Optional<Integer> port = writtenPort(place.dataDirectory());
    URI base = base(place, port);
    return new HostAccess(
        base,
        token(tokenFile == null ? tokenFile(place) : tokenFile),
        trust(place.certificate()),
        port.isPresent()
            ? "as the file " + place.dataDirectory().resolve(PORT) + " says"
            : "as admin.address and admin.port say; there is no file "
                + place.dataDirectory().resolve(PORT)
                + ", so no host with this data directory has opened its port");
  }

  /** The file with the token of the host of this machine. */
  Path ownTokenFile() {
    return tokenFile == null ? tokenFile(settings.loadAdminPlace()) : tokenFile;
  }

  /** The token in a file, without what is around it. */
  String token(Path file) {
    try {
      String token = Files.readString(file).strip();
      if (token.isEmpty() || token.lines().count() != 1) {
        throw badUsage("file " + file + " must hold one line with a token");
      }
      return token;
    } catch (NoSuchFileException e) {
      throw badUsage(
          "there is no token file "
              + file
              + ": a host makes it at its first start, unless the settings have admin.tokens; start the"
              + " host, name its settings with --conf, or a file that holds a token with --token-file");
    } catch (IOException e) {
      throw badUsage(
          "token file "
              + file
              + " cannot be read ("
              + e
              + "); it is for the user of the host only: run this as that user, or name a file of your"
              + " own with --token-file");
    }
  }

  private static Path tokenFile(AdminPlace place) {
    return place.tokenFile().orElseGet(() -> place.dataDirectory().resolve(TOKEN));
  }

  private URI uri() {
    try {
      URI given = new URI(url.strip());
      boolean web = "http".equals(given.getScheme()) || "https".equals(given.getScheme());
      if (web && given.getHost() != null && given.getUserInfo() == null) {
        return new URI(given.getScheme(), null, given.getHost(), given.getPort(), "/", null, null);
      }
    } catch (URISyntaxException e) {
      throw badUsage("--url '" + url + "': " + e.getReason());
    }
    throw badUsage("--url must be like https://host.example.org:8085, is '" + url + "'");
  }

  private URI base(AdminPlace place, Optional<Integer> written) {
    int port = written.orElse(place.port());
    if (port == 0) {
      throw new HostException(
          "no host runs with the data directory "
              + place.dataDirectory()
              + ": admin.port is 0 (any), and there is no file "
              + place.dataDirectory().resolve(PORT)
              + " that says which one; start the host, or name one with --url");
    }
    String address =
        switch (place.address()) {
          case "0.0.0.0", "*" -> "127.0.0.1";
          case "::" -> "::1";
          default -> place.address();
        };
    try {
      return new URI(
          place.certificate().isPresent() ? "https" : "http",
          null,
          address.contains(":") ? "[" + address + "]" : address,
          port,
          "/",
          null,
          null);
    } catch (URISyntaxException e) {
      throw badUsage("admin.address '" + place.address() + "' is no address: " + e.getReason());
    }
  }

  private static Optional<Integer> writtenPort(Path dataDirectory) {
    try {
      return Optional.of(Integer.valueOf(Files.readString(dataDirectory.resolve(PORT)).strip()));
    } catch (IOException | NumberFormatException e) {
      // Then the settings say it.
      return Optional.empty();
    }
  }

  private Optional<SSLContext> trust(Optional<Path> own) {
    Optional<Path> file = Optional.ofNullable(authorities).or(() -> own);
    try {
      if (authorities != null) {
        return Optional.of(Trust.authorities(authorities));
      }
      return own.isPresent() ? Optional.of(Trust.only(own.get())) : Optional.empty();
    } catch (IOException e) {
      throw badUsage(
          "certificates of "
              + file.map(Path::toString).orElse("")
              + " cannot be read ("
              + e.getMessage()
              + "); name those to believe with --ca FILE");
    }
  }
}
