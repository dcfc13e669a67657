package io.integrationhost.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest extends EmulatorTest {
  @TempDir private static Path directory;
  private static TestCertificates server;

  @BeforeAll
  static void makeCertificate() throws Exception {
    server = TestCertificates.make(directory, "server");
  }

  @Test
  void serverCertificate() throws Exception {
    start(EmulatorSettings.builder().tls(files(Optional.empty())));
    assertAnswers(trusting().build());
  }

  @Test
  void clientCertificateIsDemanded() throws Exception {
    TestCertificates client = TestCertificates.make(directory, "client");
    start(EmulatorSettings.builder().tls(files(Optional.of(client.certificate()))));
    assertAnswers(
        trusting().keyManager(client.certificate().toFile(), client.key().toFile()).build());
    withChannel(
        trusting().build(),
        anonymous -> {
          RawLink link = RawLink.open(anonymous);
          assertThat(link.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        });
  }

  @Test
  void unusableFilesAreNamed() throws Exception {
    Path broken = Files.writeString(directory.resolve("broken.pem"), "nothing");
    EmulatorSettings settings =
        EmulatorSettings.builder()
            .tls(new TlsFiles(broken, server.key(), Optional.empty()))
            .build();
    assertThatThrownBy(() -> Emulator.start(settings).close())
        .isInstanceOf(EmulatorException.class)
        .hasMessageContaining("broken.pem")
        .hasMessageContaining("PEM");
  }

  private TlsFiles files(Optional<Path> clientTrust) {
    return new TlsFiles(server.certificate(), server.key(), clientTrust);
  }

  private TlsChannelCredentials.Builder trusting() throws Exception {
    return TlsChannelCredentials.newBuilder().trustManager(server.certificate().toFile());
  }

  private void assertAnswers(ChannelCredentials credentials) throws Exception {
    withChannel(
        credentials,
        tls -> {
          RawLink link = RawLink.connected(tls, KEY, SECRET);
          assertThat(link.answerTo(Uplinks.device("D")).getSuccess()).isTrue();
        });
  }

  private interface Use {
    void of(ManagedChannel channel) throws Exception;
  }

  private void withChannel(ChannelCredentials credentials, Use use) throws Exception {
    ManagedChannel tls =
        Grpc.newChannelBuilderForAddress("localhost", emulator.port(), credentials).build();
    try {
      use.of(tls);
    } finally {
      tls.shutdownNow();
      assertThat(tls.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
