package io.integrationhost.plugins.kafka;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name by which a group of consumers knows this transport, the same after each restart. It is
 * kept in a file: the names of integrations change. Blocks on the disk; for one thread at a time.
 */
final class MemberId {

  private static final String PREFIX = "integration-host-";
  private static final Pattern FORM = Pattern.compile(PREFIX + "[\\w-]{16}");

  private final StateFile file;
  private Optional<String> known = Optional.empty();

  MemberId(Path directory) {
    file = new StateFile(directory.resolve("member-id"));
  }

  String value() throws IOException {
    if (known.isEmpty()) {
      known =
          file.read()
              .map(bytes -> Bytes.utf8(bytes).strip())
              .filter(text -> FORM.matcher(text).matches());
    }
    return known.isPresent() ? known.get() : renew();
  }

  /**
   * Takes a new one, because another host uses this one: its data directory is a copy of ours, or
   * ours of it.
   */
  String renew() throws IOException {
    byte[] random = new byte[12];
    new SecureRandom().nextBytes(random);
    String next = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    file.write(Bytes.utf8(next));
    known = Optional.of(next);
    return next;
  }
}
