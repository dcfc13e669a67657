package io.integrationhost.plugins.opcua;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/** What goes wrong with a server, in words, with what to do. */
final class Words {

  private static final int LONGEST = 300;

  /** A server that sends them would write lines of its own where texts are shown. */
  private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

  private Words() {}

  /** A status as the standard names it. */
  static String status(StatusCode status) {
    return StatusCodes.lookup(status.value())
        .map(known -> known[0])
        .orElse("0x%08X".formatted(status.value()));
  }

  /**
   * Why a connection did not come about or ended.
   *
   * @param server as it is dialled
   */
  static String of(Throwable failure, Settings.Server server) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof UnknownHostException) {
        return "the name '" + server.host() + "' is not known (DNS); look at host";
      }
      if (each instanceof ConnectException) {
        return server.url()
            + " refuses connections or does not answer; look at host, port and firewalls";
      }
      if (each instanceof NoRouteToHostException) {
        return "there is no way to " + server.host() + " (network)";
      }
      if (each instanceof GeneralSecurityException && !(failure instanceof UaException)) {
        return cut(each.getMessage());
      }
    }
    return failure instanceof UaException known ? of(known, server) : plain(failure);
  }

  private static String of(UaException failure, Settings.Server server) {
    long code = failure.getStatusCode().value();
    if (code == StatusCodes.Bad_ConfigurationError) {
      return cut(failure.getMessage());
    }
    String what = what(code, server);
    String name = status(failure.getStatusCode());
    String message = failure.getMessage();
    boolean tellsMore = message != null && !message.contains(name) && code != 0;
    return what.isEmpty()
        ? "the server answers " + name + (tellsMore ? " (" + cut(message) + ")" : "")
        : what + " (" + name + ")";
  }

  private static String what(long code, Settings.Server server) {
    if (code == StatusCodes.Bad_Timeout
        || code == StatusCodes.Bad_RequestTimeout
        || code == StatusCodes.Bad_ConnectionRejected) {
      return server.url()
          + " did not answer in time, or is no OPC-UA server; look at host, port and firewalls";
    }
    if (code == StatusCodes.Bad_IdentityTokenRejected
        || code == StatusCodes.Bad_IdentityTokenInvalid) {
      return "the server refuses the login; look at identity";
    }
    if (code == StatusCodes.Bad_UserAccessDenied) {
      return "the server refuses the login or the user lacks rights; look at identity";
    }
    if (code == StatusCodes.Bad_CertificateUntrusted
        || code == StatusCodes.Bad_SecurityChecksFailed) {
      return "the server does not trust our certificate; trust it there (own.der in the data"
          + " directory, or what keystore holds)";
    }
    if (code == StatusCodes.Bad_CertificateUriInvalid) {
      return "applicationUri is not that of our certificate; leave it empty";
    }
    if (code == StatusCodes.Bad_CertificateTimeInvalid) {
      return "a certificate is not valid now; look at its dates and at the clocks";
    }
    if (code == StatusCodes.Bad_SecurityPolicyRejected
        || code == StatusCodes.Bad_SecurityModeRejected) {
      return "the server does not take this security policy; look at security";
    }
    if (code == StatusCodes.Bad_TcpEndpointUrlInvalid || code == StatusCodes.Bad_NotFound) {
      return "the server has nothing at " + server.url() + "; look at endpoint";
    }
    if (code == StatusCodes.Bad_TooManySessions) {
      return "the server has no room for another session; end others or raise its limit";
    }
    if (code == StatusCodes.Bad_ConnectionClosed) {
      return server.url() + " closed the connection; is it an OPC-UA server?";
    }
    if (code == StatusCodes.Bad_NodeIdUnknown) {
      return "the server knows no such node";
    }
    return "";
  }

  private static String plain(Throwable failure) {
    String message = failure.getMessage();
    return failure.getClass().getSimpleName() + (message == null ? "" : ": " + cut(message));
  }

  /** Not too long, in one line; null is nothing. */
  static String cut(String text) {
    String some = Objects.requireNonNullElse(text, "");
    String shorter = some.length() > LONGEST ? some.substring(0, LONGEST) + "..." : some;
    return CONTROLS.matcher(shorter).replaceAll(" ");
  }
}
