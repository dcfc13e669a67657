package io.integrationhost.plugins.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.MalformedFrameException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.MissedHeartbeatException;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import io.integrationhost.plugin.TransportException;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * What a failure means for an operator, and what to do.
 *
 * @param peer whom it was about
 */
record Words(Settings.Peer peer) {

  private static final int LONGEST = 300;
  private static final int MOST_CAUSES = 20;

  /** Of a try to connect, or of a connection that has ended. */
  String of(Throwable failure) {
    Optional<Reply> reply = Reply.of(failure);
    if (reply.isPresent()) {
      return connection(reply.get());
    }
    for (Throwable each = failure; each != null; each = next(each)) {
      String words = known(each);
      if (!words.isEmpty()) {
        return words;
      }
    }
    return "the connection failed: " + said(failure);
  }

  private String known(Throwable failure) {
    if (failure instanceof TransportException) {
      return failure.getMessage();
    } else if (failure instanceof UnknownHostException) {
      return "the name '" + peer.host() + "' is not known (DNS); look at host";
    } else if (failure instanceof NoRouteToHostException) {
      return "there is no way to it in the network; look at host and at firewalls";
    } else if (failure instanceof ConnectException) {
      return "it refuses connections; is RabbitMQ running there, and is port right?";
    } else if (failure instanceof PossibleAuthenticationFailureException
        || failure instanceof AuthenticationFailureException) {
      return "RabbitMQ refuses the login of user '"
          + peer.username()
          + "'; look at username and password (guest may log in from RabbitMQ's own machine only)";
    } else if (failure instanceof MissedHeartbeatException) {
      return "there was no sign of life for " + peer.heartbeat().toSeconds() + " s";
    } else if (failure instanceof SSLException) {
      return tls(failure);
    } else if (failure instanceof SocketTimeoutException || failure instanceof TimeoutException) {
      return "it did not answer in time; look at host, port and firewalls"
          + (peer.tls().isEmpty() ? ", and whether the port wants TLS" : "");
    } else if (failure instanceof MalformedFrameException) {
      return "it does not speak AMQP on this port, or wants TLS (ssl, or port 5671); look at port";
    } else if (failure instanceof EOFException) {
      return "it closed the connection"
          + (peer.tls().isEmpty() ? "; if it is never made, the port may want TLS" : "");
    }
    return "";
  }

  private String tls(Throwable failure) {
    StringBuilder all = new StringBuilder();
    int depth = 0;
    for (Throwable each = failure; each != null && depth < MOST_CAUSES; each = each.getCause()) {
      all.append(each.getMessage()).append(' ');
      depth++;
    }
    String text = all.toString();
    if (text.contains("PKIX path") || text.contains("unable to find valid certification")) {
      return "TLS: its certificate is signed by nobody who is trusted; give the certificate of who"
          + " signed it as tls.trust (or credentials.caCert)";
    } else if (text.contains("No subject alternative")
        || text.contains("No name matching")
        || text.contains("doesn't match")) {
      return "TLS: its certificate is for another name than '"
          + peer.tls().flatMap(tls -> tls.serverName()).orElse(peer.host())
          + "'; use the name of the certificate as host, or give it as tls.serverName";
    } else if (text.contains("Unsupported or unrecognized SSL message")) {
      return "TLS: the port does not speak it; RabbitMQ's port for TLS is 5671 as a rule";
    } else if (text.contains("certificate_required")
        || text.contains("bad_certificate")
        || text.contains("unknown_ca")) {
      return "TLS: RabbitMQ wants a certificate of ours that it trusts; give tls.certificate and"
          + " tls.key";
    }
    return "TLS: " + said(failure);
  }

  private String connection(Reply reply) {
    String text = reply.text();
    return switch (reply.code()) {
      case AMQP.NOT_ALLOWED ->
          text.contains("vhost")
              ? "the virtual host '"
                  + peer.virtualHost()
                  + "' does not exist or user '"
                  + peer.username()
                  + "' may not use it; look at virtualHost and the user's rights"
              : "RabbitMQ does not allow it: " + text;
      case AMQP.CONNECTION_FORCED -> "RabbitMQ has ended the connection: " + text;
      case AMQP.ACCESS_REFUSED ->
          "RabbitMQ refuses the login of user '" + peer.username() + "': " + text;
      default -> "RabbitMQ has ended the connection (" + reply.code() + "): " + text;
    };
  }

  /** Of a queue that cannot be read. */
  String ofQueue(String queue, Throwable failure) {
    String name = "queue '" + queue + "'";
    Optional<Reply> reply = Reply.of(failure);
    if (reply.isEmpty()) {
      return name + ": " + said(failure);
    }
    String text = reply.get().text();
    return switch (reply.get().code()) {
      case AMQP.NOT_FOUND -> name + " is not there any more";
      case AMQP.ACCESS_REFUSED ->
          name
              + ": user '"
              + peer.username()
              + "' may not read or make it; give the user the rights, or make the queue ("
              + text
              + ")";
      case AMQP.RESOURCE_LOCKED ->
          name
              + " is exclusive to another connection; untick exclusive where it is made, or wait"
              + " until that connection has ended";
      case AMQP.PRECONDITION_FAILED ->
          text.contains("timed out")
              ? name
                  + ": RabbitMQ waited too long for messages to be done and gives them again; look why"
                  + " the host takes none"
              : name + ": " + text;
      default -> name + ": RabbitMQ has closed it (" + reply.get().code() + "): " + text;
    };
  }

  /** What the library or the system said, shortened. */
  static String said(Throwable failure) {
    Throwable last = failure;
    while (last.getMessage() == null && next(last) != null) {
      last = next(last);
    }
    String text = last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
    return shortened(text);
  }

  /** On one line, and not too long. */
  static String shortened(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
  }

  private static Throwable next(Throwable failure) {
    return failure.getCause() == failure ? null : failure.getCause();
  }

  /** Why the broker has closed a channel or a connection. */
  record Reply(int code, String text) {

    /** Empty when it was not the broker. */
    static Optional<Reply> of(Throwable failure) {
      int depth = 0;
      for (Throwable each = failure; each != null && depth < MOST_CAUSES; each = next(each)) {
        if (each instanceof ShutdownSignalException signal && !signal.isInitiatedByApplication()) {
          Method reason = signal.getReason();
          if (reason instanceof AMQP.Channel.Close close) {
            return Optional.of(new Reply(close.getReplyCode(), shortened(close.getReplyText())));
          } else if (reason instanceof AMQP.Connection.Close close) {
            return Optional.of(new Reply(close.getReplyCode(), shortened(close.getReplyText())));
          }
        }
        depth++;
      }
      return Optional.empty();
    }

    /** Whether it is this one of AMQP's codes. */
    static boolean is(Throwable failure, int code) {
      return of(failure).map(Reply::code).equals(Optional.of(code));
    }
  }
}
