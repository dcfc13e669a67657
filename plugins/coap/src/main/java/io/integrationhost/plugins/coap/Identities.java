package io.integrationhost.plugins.coap;

import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;

/** Who a device with DTLS is. */
final class Identities {

  private Identities() {}

  /** The identity of a shared key, or the name in a certificate. */
  static String name(Principal identity) {
    return identity instanceof PreSharedKeyIdentity shared
        ? shared.getIdentity()
        : identity.getName();
  }

  /**
   * Why a device does not reach an integration; empty: it does.
   *
   * @param context of its message
   * @param own identities of the integration
   */
  static Optional<String> fault(EndpointContext context, Set<String> own) {
    Principal peer = context.getPeerIdentity();
    if (peer == null && context instanceof DtlsEndpointContext && !own.isEmpty()) {
      return Optional.of("this integration wants a shared key or a certificate that it trusts");
    }
    if (peer instanceof PreSharedKeyIdentity shared) {
      return own.contains(shared.getIdentity())
          ? Optional.empty()
          : Optional.of("your key belongs to another integration");
    }
    return Optional.empty();
  }
}
