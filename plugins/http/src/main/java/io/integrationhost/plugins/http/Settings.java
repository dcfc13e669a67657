package io.integrationhost.plugins.http;

import io.integrationhost.kit.settings.Keys;
import io.integrationhost.kit.settings.ServerSettings;
import io.integrationhost.plugin.TransportContext;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a slice says: legal values, and the keys that hold what is wrong. */
record Settings(
    Keys keys,
    Form form,
    Kind kind,
    ServerSettings server,
    Duration answerTimeout,
    int maxBodySize,
    int maxRequestsPerSecond,
    boolean replaceNoContentToOk,
    boolean requestMetadata,
    boolean redactSecrets,
    boolean splitArrays,
    Duration downlinkWait,
    Credentials credentials,
    Optional<NetworkCheck> network,
    String sentKey,
    Optional<FreshSecret> kpnSecret,
    Optional<String> sigfoxField) {

  static Settings read(TransportContext context) {
    Keys keys = Keys.of(context);
    Form form = Form.of(keys);
    Kind kind = kind(keys, context.integrationType());
    boolean checksId = kind.check == Kind.Check.THINGPARK || kind.check == Kind.Check.TPE;
    return new Settings(
        keys,
        form,
        kind,
        ServerSettings.read(keys),
        keys.time("answerTimeout", Duration.ofSeconds(1), Duration.ofHours(1)),
        (int) keys.size("maxBodySize", 1024, 64 << 20, 1 << 20),
        keys.whole("maxRequestsPerSecond", 0, 1_000_000),
        form.flag("replaceNoContentToOk", false),
        keys.flag("requestMetadata"),
        keys.flag("redactSecrets"),
        keys.flag("splitArrays"),
        keys.time("downlinkWait", Duration.ofMillis(10), Duration.ofSeconds(10)),
        Credentials.read(keys, form, context),
        checksId && form.flag("enableSecurity", false)
            ? Optional.of(check(kind, keys, form, context))
            : Optional.empty(),
        form.text("devEUiSent").orElse("DevEUI_downlink_Sent"),
        kind.check == Kind.Check.KPN
            ? form.secret("destinationSharedSecret", context)
            : Optional.empty(),
        keys.section("metadata")
            .textIfGiven("SigFoxDeviceIdAttributeName")
            .filter(name -> !name.isBlank()));
  }

  private static Kind kind(Keys keys, String type) {
    Optional<String> said = keys.textIfGiven("type");
    if (said.isPresent() && Kind.of(said.get()).isEmpty()) {
      String known = Arrays.stream(Kind.values()).map(Kind::name).collect(Collectors.joining(", "));
      keys.problem("type", "one of " + known);
    }
    return said.flatMap(Kind::of).or(() -> Kind.of(type)).orElse(Kind.HTTP);
  }

  private static NetworkCheck check(Kind kind, Keys keys, Form form, TransportContext context) {
    boolean isEnterprise = kind.check == Kind.Check.TPE;
    boolean verifies = !isEnterprise || keys.flag("verifyTpeToken");
    Optional<String> id =
        isEnterprise
            ? form.textIfGiven(form.flag("enableSecurityNew", false) ? "asIdNew" : "asId")
            : form.text("asId").or(() -> form.text("asIdNew")).or(() -> Optional.of(""));
    return new NetworkCheck(
        id,
        verifies ? form.secret("asKey", context) : Optional.empty(),
        Duration.ofSeconds(form.whole("maxTimeDiffInSeconds", 0, 31_536_000, 60)),
        context.clock());
  }

  /** Where requests come to; the key may hold anything that a path can bear. */
  String path(String routingKey) {
    return kind.path(routingKey);
  }

  @Override
  public String toString() {
    return "Settings[" + kind.name().toLowerCase(Locale.ROOT) + "]";
  }
}
