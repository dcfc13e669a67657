package io.integrationhost.host.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the settings tell of a running host to who wants to ask it.
 *
 * @param enabled whether it can be asked at all
 * @param address that it binds
 * @param port that it binds; 0: any
 * @param tokenFile with the token that may do everything, if the operator made it
 * @param certificate that it shows; empty: no encryption
 */
public record AdminPlace(
    Path dataDirectory,
    boolean enabled,
    String address,
    int port,
    Optional<Path> tokenFile,
    Optional<Path> certificate) {

  static AdminPlace read(SettingsReader reader) {
    return new AdminPlace(
        reader.path("data-directory"),
        reader.flag("admin.enabled"),
        reader.text("admin.address").strip(),
        reader.number("admin.port", 0, 65535),
        reader.optionalText("admin.token-file").map(reader::resolve),
        reader.optionalText("admin.tls.certificate-file").map(reader::resolve));
  }
}
