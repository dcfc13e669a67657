package io.integrationhost.plugins.opcua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrationhost.kit.settings.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of keys that cannot be used, and how a password goes out. */
class CertificatesTest {

  @TempDir private Path folder;

  @Test
  void saysWhichFileIsBrokenAndWhatToDo() throws Exception {
    Path file = folder.resolve("pki").resolve("own.p12");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "broken");
    assertThatThrownBy(() -> new Certificates(() -> folder).own("name", "urn:name"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("remove it");
  }

  @Test
  void saysThatThePasswordOfTheKeyIsWrong() throws Exception {
    new Certificates(() -> folder).own("name", "urn:name");
    byte[] store = Files.readAllBytes(folder.resolve("pki").resolve("own.p12"));
    Secret right = Secret.of("integration-host");
    assertThatThrownBy(
            () -> new KeyStoreContent(store, "PKCS12", right, "own", Secret.of("wrong")).open())
        .isInstanceOf(GeneralSecurityException.class)
        .hasMessageContaining("look at keyPassword");
  }

  @Test
  void sendsAPasswordInClearOnlyWhereThereIsNoOtherWay() {
    var unnamed = policy("unnamed", null);
    var clear = policy("clear", SecurityPolicy.None.getUri());
    var safe = policy("safe", SecurityPolicy.Basic256Sha256.getUri());
    assertThat(ServerSession.safest(List.of(unnamed, clear, safe), false)).isSameAs(safe);
    assertThat(ServerSession.safest(List.of(clear, unnamed), true)).isSameAs(unnamed);
    assertThat(ServerSession.safest(List.of(clear), false)).isSameAs(clear);
  }

  private static UserTokenPolicy policy(String id, String security) {
    return new UserTokenPolicy(id, UserTokenType.UserName, null, null, security);
  }
}
