package io.integrationhost.plugins.coap;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.TlsSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedCertificateTest {

  @TempDir private Path folder;

  private final AtomicLong nanos = new AtomicLong();

  private void write(Certificate made) throws Exception {
    Files.writeString(folder.resolve("own.pem"), made.certificate().replace("\\n", "\n"));
    Files.writeString(folder.resolve("key.pem"), made.key().replace("\\n", "\n"));
  }

  private TlsSettings settings() {
    Config tls =
        ConfigFactory.parseMap(
            Map.of(
                "tls.certificateFile", folder.resolve("own.pem").toString(),
                "tls.keyFile", folder.resolve("key.pem").toString()));
    return TlsSettings.server(Keys.of(tls, tls, name -> Optional.empty())).orElseThrow();
  }

  private static X509Certificate shown(FollowedCertificate followed) {
    return followed
        .requestCertificateIdentity(
            ConnectionId.EMPTY, false, null, null, List.of(), List.of(), List.of())
        .getCertificateChain()
        .get(0);
  }

  /** However old it is: a handshake must not wait for a disk. */
  @Test
  void aHandshakeReadsNothing() throws Exception {
    write(Certificate.make());
    var followed = new FollowedCertificate(settings(), nanos::get);
    X509Certificate first = shown(followed);
    write(Certificate.make());
    nanos.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(shown(followed)).isEqualTo(first);
    followed.lookAgain();
    assertThat(shown(followed)).isNotEqualTo(first);
  }

  @Test
  void oneThatCannotBeUsedLeavesTheOneOfBefore() throws Exception {
    write(Certificate.make());
    var followed = new FollowedCertificate(settings(), nanos::get);
    X509Certificate first = shown(followed);
    Files.writeString(folder.resolve("own.pem"), "nothing");
    followed.lookAgain();
    assertThat(followed.problem(Instant.now()).orElse("")).contains("ends on");
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    followed.lookAgain();
    assertThat(shown(followed)).isEqualTo(first);
    assertThat(followed.problem(Instant.now()).orElseThrow()).contains("stays in use");
  }
}
