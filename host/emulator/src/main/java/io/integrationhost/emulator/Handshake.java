package io.integrationhost.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrationhost.remote.proto.ConnectRequestMsg;
import io.integrationhost.remote.proto.ConnectResponseCode;
import io.integrationhost.remote.proto.ResponseMsg;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * What the server makes of a connect request (facts 2.2).
 *
 * @param resolved the integration that the stream remembers from here on, even when it is refused
 * @param refusal what is said before the stream fails; empty when nothing is said
 */
record Handshake(
    boolean accepted, Optional<IntegrationState> resolved, Optional<ResponseMsg> refusal) {

  static Handshake decide(Directory directory, ConnectRequestMsg request) {
    String key = request.getIntegrationRoutingKey();
    Optional<IntegrationState> found = directory.find(key);
    if (found.isEmpty()) {
      return refused(
          found,
          ConnectResponseCode.BAD_CREDENTIALS,
          "Failed to find the integration! Routing key: " + key);
    }
    IntegrationState state = found.get();
    if (state.fault() == ConnectFault.LOOKUP_FAILURE) {
      state.countRefusal();
      return new Handshake(false, Optional.empty(), Optional.empty());
    }
    EmulatedIntegration integration = state.integration();
    if (!integration.remote() || !same(integration.secret(), request.getIntegrationSecret())) {
      state.countRefusal();
      return refused(
          found, ConnectResponseCode.BAD_CREDENTIALS, "Failed to validate the integration!");
    }
    if (state.fault() == ConnectFault.SERVER_UNAVAILABLE) {
      state.countRefusal();
      return refused(
          found,
          ConnectResponseCode.SERVER_UNAVAILABLE,
          "Failed to process integration connection!");
    }
    return new Handshake(true, found, Optional.empty());
  }

  private static Handshake refused(
      Optional<IntegrationState> resolved, ConnectResponseCode code, String text) {
    return new Handshake(false, resolved, Optional.of(Wire.refused(code, text)));
  }

  private static boolean same(String secret, String given) {
    return MessageDigest.isEqual(secret.getBytes(UTF_8), given.getBytes(UTF_8));
  }
}
