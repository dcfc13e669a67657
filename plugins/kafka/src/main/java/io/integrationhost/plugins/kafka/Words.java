package io.integrationhost.plugins.kafka;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What a failure of Kafka's client means, for people: what is wrong and what to do. */
record Words(Settings settings) {

  String of(Throwable failure) {
    if (String.valueOf(failure.getMessage()).contains("JAAS config")) {
      // Kafka names what it stumbled over, which may be part of the password.
      return "sasl.jaas.config in otherProperties cannot be read; it is MODULE required"
          + " username=\"...\" password=\"...\"; with \\ before \" and \\ in a value, and ; at its end";
    } else if (failure instanceof SslAuthenticationException) {
      return tls(failure);
    } else if (failure instanceof AuthenticationException) {
      return "the broker refuses the login: "
          + failure.getMessage()
          + "; look at sasl.mechanism and sasl.jaas.config in otherProperties";
    } else if (failure instanceof TopicAuthorizationException e) {
      return "the broker does not allow this user to read "
          + String.join(", ", e.unauthorizedTopics())
          + "; give it the rights READ and DESCRIBE";
    } else if (failure instanceof GroupAuthorizationException) {
      return "the broker does not allow this user to be in group '"
          + settings.groupId()
          + "'; give it the right READ on the group";
    } else if (failure instanceof FencedInstanceIdException
        || failure instanceof UnreleasedInstanceIdException) {
      return "another consumer of group '"
          + settings.groupId()
          + "' has the group.instance.id of this one; give each its own";
    } else if (failure instanceof InconsistentGroupProtocolException) {
      return "group '"
          + settings.groupId()
          + "' has members that share partitions in another way; set"
          + " partition.assignment.strategy (or group.protocol) as they have it, or another groupId";
    } else if (failure instanceof NoOffsetForPartitionException
        || failure instanceof OffsetOutOfRangeException) {
      return "the broker has no messages where group '"
          + settings.groupId()
          + "' would read on, and auto.offset.reset does not say where to begin: "
          + failure.getMessage();
    } else if (failure instanceof ConfigException
        || failure instanceof InvalidConfigurationException
        || failure instanceof IllegalArgumentException) {
      return "a setting cannot be used: " + failure.getMessage();
    } else if (failure instanceof UnsupportedVersionException) {
      return "the broker is too old for this: " + failure.getMessage();
    } else if (failure instanceof UnsatisfiedLinkError || failure instanceof NoClassDefFoundError) {
      return "messages are compressed in a way whose library cannot be loaded ("
          + failure
          + "); the directory for temporary files (java.io.tmpdir) must allow programs";
    } else if (failure.getCause() != null
        && failure instanceof KafkaException
        && failure.getMessage().startsWith("Failed to construct")) {
      return of(failure.getCause());
    }
    return failure + (failure.getCause() == null ? "" : ": " + failure.getCause().getMessage());
  }

  private static String tls(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      String text = String.valueOf(each.getMessage());
      if (each instanceof CertPathBuilderException || text.contains("PKIX path")) {
        return "the broker's certificate is signed by nobody who is trusted here; give tls.trust (or"
            + " ssl.truststore.*)";
      } else if (each instanceof CertificateException && text.startsWith("No ")) {
        return "the broker's certificate bears another name: "
            + text
            + "; dial it by a name of the certificate, or set tls.verifyHost = false";
      } else if (text.contains("expired") || text.contains("NotAfter")) {
        return "the broker's certificate has ended: " + text;
      } else if (text.contains("Unsupported or unrecognized SSL message")) {
        return "the broker does not speak TLS on this port; look at security.protocol";
      } else if (text.contains("certificate_required") || text.contains("bad_certificate")) {
        return "the broker wants another certificate of us: " + text + "; give tls.certificate";
      }
    }
    return "no TLS with the broker: " + failure.getMessage();
  }
}
