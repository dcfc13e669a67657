package io.integrationhost.host.hocon;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"password\": \"SECRET\"}",
        "{\"a\": {\"userPassword\": \"SECRET\"}}",
        "{\"credentials\": {\"type\": \"x\", \"value\": \"SECRET\"}}",
        "{\"tokens\": {\"accessToken\": \"SECRET\"}}",
        "{\"apiKey\": \"SECRET\", \"key\": 12}",
        "{\"list\": [{\"secret\": \"SECRET\"}]}",
        "{\"headers\": {\"Authorization\": \"SECRET\"}}",
        "{\"uri\": \"amqps://me:SECRET@there:5671/x\"}",
        "{\"pem\": \"-----BEGIN PRIVATE KEY-----SECRET\"}",
        "{\"header\": \"Bearer SECRET\"}",
        "{\"configuration\": \"{\\\"tcp\\\": {\\\"password\\\": \\\"SECRET\\\"}}\"}",
        "{\"configuration\": \"tcp {\\n password = SECRET\\n}\"}",
        "{\"configuration\": \"broken { password = SECRET\\n\"}",
        "{\"configuration\": \"{ include file(x)\\n password = SECRET }\"}",
        "{\"configuration\": \"{ password = ${SECRET}\\n }\"}",
        "no json, password: SECRET",
      })
  void aSecretIsHidden(String json) {
    assertThat(Redaction.json(json)).doesNotContain("SECRET");
  }

  @Test
  void whatIsNoSecretIsShown() {
    assertThat(
            Redaction.json(
                "{\"port\": 5555, \"keyFile\": \"/etc/x.pem\", \"host\": \"there\", \"empty\":"
                    + " null, \"enabled\": true, \"monkey\": \"x\"}"))
        .contains("5555", "/etc/x.pem", "there", "true");
    assertThat(Redaction.text("just a text")).isEqualTo("just a text");
    assertThat(Redaction.isSecret(List.of("admin", "tokens", "ops", "scopes"))).isFalse();
    assertThat(Redaction.isSecret(List.of("admin", "tokens", "ops", "sha-256"))).isTrue();
    assertThat(Redaction.isSecret(List.of("admin", "token-file"))).isFalse();
    assertThat(Redaction.isSecret(List.of("integrations", "a", "secrets", "meter"))).isTrue();
    assertThat(Redaction.isSecret(List.of("integrations", "a", "routing-key"))).isTrue();
  }

  @Test
  void entriesNameTheirPlaces() {
    List<Redaction.Entry> entries =
        Redaction.entries(ConfigFactory.parseString("b = 2\na { password = x, c = [1, 2] }"));
    assertThat(entries.get(0).key()).isEqualTo("a");
    assertThat(entries.get(0).value()).isEqualTo("{\"c\":[1,2],\"password\":\"***\"}");
    assertThat(entries.get(1).place()).contains("1");
  }
}
