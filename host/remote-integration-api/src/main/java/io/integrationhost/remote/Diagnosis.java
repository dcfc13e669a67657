package io.integrationhost.remote;

import io.grpc.Status;
import io.integrationhost.remote.LinkFailure.Kind;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.ssl.NotSslRecordException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Turns the end of a stream into a failure that people understand. */
final class Diagnosis {
  private static final String NOT_IT = "; is this the port of ThingsBoard's integration service?";

  private final ServerAddress server;
  private final Status status;
  private final String description;
  private final boolean accepted;

  private Diagnosis(ServerAddress server, Status status, boolean accepted) {
    this.server = server;
    this.status = status;
    this.accepted = accepted;
    description = String.valueOf(status.getDescription()).lines().findFirst().orElse("");
  }

  /** From what gRPC says. */
  static LinkFailure of(ServerAddress server, Status status, boolean accepted) {
    return new Diagnosis(server, status, accepted).failure();
  }

  /** From ThingsBoard's answer to the connect request (facts 2.2). */
  static LinkFailure refusal(ServerAddress server, Inbound.Refusal refusal) {
    return refusal.credentials()
        ? failure(
            server,
            Kind.KEY_REJECTED,
            "ThingsBoard refuses the integration ("
                + refusal.error()
                + "); check its routing key and secret, and that it is executed remotely")
        : failure(
            server,
            Kind.SERVER_UNAVAILABLE,
            "ThingsBoard cannot serve the integration now ("
                + refusal.error()
                + "); its log tells why, often a converter is missing or empty");
  }

  static LinkFailure noConnectResponse(ServerAddress server, Duration timeout) {
    return failure(
        server,
        Kind.NO_ANSWER,
        "no answer to the connect request within " + seconds(timeout) + NOT_IT);
  }

  static LinkFailure noUplinkAnswer(ServerAddress server, int owed, Duration timeout) {
    return failure(
        server,
        Kind.NO_ANSWER,
        "uplinks without answer: "
            + owed
            + ", the last answer came more than "
            + seconds(timeout)
            + " ago; ThingsBoard is overloaded or the network is cut");
  }

  static LinkFailure notLeft(ServerAddress server, Duration timeout) {
    return failure(
        server, Kind.NO_ANSWER, "ThingsBoard did not end the stream within " + seconds(timeout));
  }

  static LinkFailure notSent(ServerAddress server, Throwable problem) {
    return failure(
        server, Kind.STREAM_FAILED, "a message could not be written by this host: " + problem);
  }

  static LinkFailure strayAnswer(ServerAddress server) {
    return failure(
        server,
        Kind.PROTOCOL_ERROR,
        "an uplink was answered that was not sent; what is between this host and ThingsBoard?");
  }

  private LinkFailure failure() {
    Throwable cause = deepest();
    if (status.isOk()) {
      return as(Kind.STREAM_ENDED, "ThingsBoard ended the stream, as it does when it stops");
    }
    if (description.contains("too_many_pings")) {
      return as(
          Kind.TOO_MANY_PINGS,
          "ThingsBoard closed the connection because of too many pings; something between sends"
              + " HTTP/2 pings more often than every 300 s");
    }
    if (cause instanceof UnknownHostException) {
      return as(
          Kind.NAME_NOT_FOUND,
          "name not found; check thingsboard.host (variable RPC_HOST) or the DNS of this machine");
    }
    if (cause instanceof ConnectException && text(cause).contains("refused")) {
      return as(
          Kind.CONNECTION_REFUSED,
          "connection refused; check thingsboard.port (variable RPC_PORT), and that ThingsBoard"
              + " runs with its integration service enabled");
    }
    if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
      return as(
          Kind.UNREACHABLE,
          "not reachable ("
              + text(cause)
              + "); check thingsboard.host (variable RPC_HOST), the network, and firewalls");
    }
    if (hasCause(SSLException.class) || description.contains("TLS negotiation")) {
      return as(Kind.TLS, TlsDiagnosis.of(cause));
    }
    return statusFailure(cause);
  }

  private LinkFailure statusFailure(Throwable cause) {
    if (description.contains("exceeds maximum size")) {
      return as(
          Kind.MESSAGE_TOO_LARGE,
          description.contains(Integer.toString(ChannelPool.MAX_INBOUND_BYTES))
              ? "ThingsBoard sent more than 64 MiB in one message; make the converters smaller"
              : "an uplink was too large for ThingsBoard (" + description + ")");
    }
    if (accepted) {
      return as(Kind.STREAM_FAILED, "the stream was cut (" + detail(cause) + ")");
    }
    if (description.startsWith("HTTP status code 5")) {
      return as(Kind.SERVER_UNAVAILABLE, "a proxy answered: " + description);
    }
    if (cause instanceof Http2Exception && text(cause).contains("bytes: 1503")) {
      return as(
          Kind.NOT_THINGSBOARD,
          "this port expects TLS; set thingsboard.ssl.enabled (variable RPC_SSL_ENABLED) to true,"
              + " or use the plain text port");
    }
    return switch (status.getCode()) {
      case UNKNOWN ->
          as(
              Kind.SERVER_UNAVAILABLE,
              "ThingsBoard failed while it looked up the integration; its log tells why");
      case UNIMPLEMENTED ->
          as(Kind.NOT_THINGSBOARD, "something else answers (" + description + ")" + NOT_IT);
      case INTERNAL ->
          as(Kind.NOT_THINGSBOARD, "something else answers (" + detail(cause) + ")" + NOT_IT);
      case UNAVAILABLE ->
          as(
              Kind.NOT_THINGSBOARD,
              "the connection was closed at once ("
                  + detail(cause)
                  + "): ThingsBoard is still starting, or the port expects TLS"
                  + " (thingsboard.ssl.enabled, variable RPC_SSL_ENABLED), or it is not that of its"
                  + " integration service");
      default -> as(Kind.STREAM_FAILED, "the stream was cut (" + detail(cause) + ")");
    };
  }

  private LinkFailure as(Kind kind, String what) {
    return failure(server, kind, what);
  }

  private static LinkFailure failure(ServerAddress server, Kind kind, String what) {
    return new LinkFailure(kind, server + ": " + what);
  }

  private String detail(Throwable cause) {
    return status.getCode() + ", " + (cause == null ? description : text(cause));
  }

  private static String text(Throwable cause) {
    return String.valueOf(cause.getMessage());
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() < 1000 ? duration.toMillis() + " ms" : duration.toSeconds() + " s";
  }

  private boolean hasCause(Class<? extends Throwable> type) {
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  private Throwable deepest() {
    Throwable cause = status.getCause();
    while (cause != null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Says in plain words why two sides could not agree on encryption. */
  private static final class TlsDiagnosis {
    private TlsDiagnosis() {}

    /**
     * @param cause the deepest one
     */
    static String of(Throwable cause) {
      String text = cause == null ? "" : String.valueOf(cause.getMessage());
      if (cause instanceof NotSslRecordException) {
        return "this port does not speak TLS; set thingsboard.ssl.enabled (variable"
            + " RPC_SSL_ENABLED) to false, or use the port that does";
      }
      if (cause instanceof CertPathBuilderException) {
        return "its certificate is not trusted; put the certificate, or that of who issued it, into"
            + " the trust file of thingsboard.ssl (variable RPC_SSL_CERT)";
      }
      if (cause instanceof CertificateExpiredException) {
        return "its certificate has expired (" + text + "); renew it on the server";
      }
      if (cause instanceof CertificateException) {
        return "its certificate is not for this name ("
            + text
            + "); set thingsboard.host (variable RPC_HOST) to a name in the certificate";
      }
      // The alert is named behind these words, by newer JDKs also before them.
      if (text.contains("Received fatal alert") && text.contains("cert")) {
        return "it refused our side of TLS ("
            + text
            + "); it may want a client certificate, or another one, in thingsboard.ssl";
      }
      return "TLS could not be set up"
          + (text.isEmpty() || "null".equals(text) ? "" : " (" + text + ")")
          + "; check that this port speaks TLS and which certificates it wants";
    }
  }
}
