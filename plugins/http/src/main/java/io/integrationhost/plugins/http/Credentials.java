package io.integrationhost.plugins.http;

import io.integrationhost.kit.Bytes;
import io.integrationhost.kit.http.Head;
import io.integrationhost.kit.http.Reply;
import io.integrationhost.kit.http.Request;
import io.integrationhost.kit.settings.Keys;
import io.integrationhost.plugin.TransportContext;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a client must show, whatever the type of the integration: lines of the header, a name and a
 * password, a token, a signature. Thread-safe.
 *
 * @param filter values by name in lower case; empty: none
 * @param user of basic credentials
 * @param password of basic credentials
 * @param bearer a token
 * @param signed by whom bodies are signed
 * @param signatureHeader in lower case
 * @param signaturePrefix before the hex digits
 */
record Credentials(
    Map<String, String> filter,
    Optional<String> user,
    Optional<FreshSecret> password,
    Optional<FreshSecret> bearer,
    Optional<FreshSecret> signed,
    String signatureHeader,
    String signaturePrefix) {

  /**
   * Reads what settings say.
   *
   * @param form where ThingsBoard's keys are looked for
   */
  static Credentials read(Keys keys, Form form, TransportContext context) {
    Map<String, String> filter = new TreeMap<>();
    if (form.flag("enableSecurity", false)) {
      form.map("headersFilter")
          .forEach((name, value) -> filter.put(name.toLowerCase(Locale.ROOT), value));
    }
    Keys basic = keys.section("credentials.basic");
    Keys signature = keys.section("signature");
    Optional<String> user = basic.textIfGiven("username");
    Optional<FreshSecret> password = fresh(basic, "password", context);
    if (user.isPresent() != password.isPresent()) {
      basic.say(user.isPresent() ? "password" : "username", "is missing; basic needs both");
    }
    return new Credentials(
        Map.copyOf(filter),
        user,
        password,
        fresh(keys.section("credentials"), "bearer", context),
        fresh(signature, "secret", context),
        signature.text("header", "X-Hub-Signature-256").toLowerCase(Locale.ROOT),
        signature.text("prefix", "sha256="));
  }

  private static Optional<FreshSecret> fresh(Keys keys, String key, TransportContext context) {
    return keys.secret(key).map(secret -> new FreshSecret(secret, context));
  }

  /** The answer to who does not show what the header must show. */
  Optional<Reply> refusal(Head head) {
    boolean may = true;
    for (Map.Entry<String, String> each : filter.entrySet()) {
      Optional<String> sent = head.headers().first(each.getKey());
      // All are compared, so that the time tells nothing.
      may &= Hashes.areEqual(sent.orElse(""), each.getValue());
      may &= sent.isPresent();
    }
    if (!may) {
      return Optional.of(Reply.of(403));
    }
    return mayByAuthorization(head.headers().first("authorization").orElse(""))
        ? Optional.empty()
        : Optional.of(
            Reply.of(401)
                .with(
                    "WWW-Authenticate",
                    user.isPresent() ? "Basic realm=\"integration\"" : "Bearer"));
  }

  private boolean mayByAuthorization(String sent) {
    if (user.isEmpty() && bearer.isEmpty()) {
      return true;
    }
    boolean byToken = bearer.map(token -> isScheme(sent, "Bearer", token.value())).orElse(false);
    boolean byName =
        password
            .map(
                one ->
                    isScheme(
                        sent,
                        "Basic",
                        one.value()
                            .map(
                                word ->
                                    Base64.getEncoder()
                                        .encodeToString(Bytes.utf8(user.orElse("") + ":" + word)))))
            .orElse(false);
    return byToken || byName;
  }

  private static boolean isScheme(String sent, String scheme, Optional<String> wanted) {
    boolean isOf = sent.regionMatches(true, 0, scheme + " ", 0, scheme.length() + 1);
    String value = isOf ? sent.substring(scheme.length() + 1).strip() : "";
    return isOf && wanted.isPresent() && Hashes.areEqual(value, wanted.get());
  }

  /** Whether the body bears the signature that it should. */
  boolean isSigned(Request request) {
    if (signed.isEmpty()) {
      return true;
    }
    Optional<String> secret = signed.get().value();
    Optional<String> sent = request.head().headers().first(signatureHeader);
    if (secret.isEmpty() || sent.isEmpty()) {
      return false;
    }
    String wanted = signaturePrefix + Hashes.hmacSha256(Bytes.utf8(secret.get()), request.body());
    return Hashes.areEqual(sent.get().toLowerCase(Locale.ROOT), wanted.toLowerCase(Locale.ROOT));
  }

  /** Names only. */
  @Override
  public String toString() {
    return "Credentials[filter=" + filter.keySet() + "]";
  }

  /** Whether a line of the header is one of those that are looked at here. */
  boolean looksAt(String name) {
    return filter.containsKey(name) || (signed.isPresent() && signatureHeader.equals(name));
  }
}
