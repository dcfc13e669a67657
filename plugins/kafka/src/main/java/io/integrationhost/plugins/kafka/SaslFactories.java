package io.integrationhost.plugins.kafka;

import java.io.Serial;
import java.security.Provider;
import java.security.Security;
import java.util.Map;
import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslClientFactory;
import javax.security.sasl.SaslException;
import org.apache.kafka.common.security.oauthbearer.internals.OAuthBearerSaslClient.OAuthBearerSaslClientFactory;
import org.apache.kafka.common.security.scram.internals.ScramSaslClient.ScramSaslClientFactory;

/**
 * Kafka's logins SCRAM and OAUTHBEARER, which Java finds by a list that the whole process has.
 * Kafka enters itself there by names that only one class loader can have: the copy of the plugin
 * that came first would serve the others, with classes that they do not know, and stay in memory.
 * So each copy enters itself under a name of its own, ahead, serves none but itself, and takes all
 * back.
 */
public final class SaslFactories extends Provider {

  @Serial private static final long serialVersionUID = 1L;

  private static final Object LOCK = new Object();

  private SaslFactories() {
    super(
        "kafka-plugin-" + System.identityHashCode(SaslFactories.class.getClassLoader()),
        "1",
        "logins of one copy of the Kafka plugin");
    put("SaslClientFactory.SCRAM-SHA-256", Scram.class.getName());
    put("SaslClientFactory.SCRAM-SHA-512", Scram.class.getName());
    put("SaslClientFactory.OAUTHBEARER", OAuthBearer.class.getName());
  }

  /** Enters this copy, once. */
  static void install() {
    synchronized (LOCK) {
      for (Provider each : Security.getProviders()) {
        if (each instanceof SaslFactories) {
          return;
        }
      }
      Security.insertProviderAt(new SaslFactories(), 1);
    }
  }

  /** Takes back this copy, and what its Kafka has entered. */
  static void remove() {
    synchronized (LOCK) {
      for (Provider each : Security.getProviders()) {
        if (isOurs(each)) {
          Security.removeProvider(each.getName());
        }
      }
    }
  }

  private static boolean isOurs(Object object) {
    ClassLoader own = SaslFactories.class.getClassLoader();
    return object != null
        && object.getClass().getClassLoader() == own
        && object.getClass().getName().matches("(io\\.integrationhost|org\\.apache\\.kafka)\\..*");
  }

  /** What Kafka makes, for this copy alone. */
  private abstract static class OfThisCopy implements SaslClientFactory {
    private final SaslClientFactory kafkas;

    OfThisCopy(SaslClientFactory kafkas) {
      this.kafkas = kafkas;
    }

    @Override
    public SaslClient createSaslClient(
        String[] mechanisms,
        String authorizationId,
        String protocol,
        String serverName,
        Map<String, ?> properties,
        CallbackHandler handler)
        throws SaslException {
      return isOurs(handler)
          ? kafkas.createSaslClient(
              mechanisms, authorizationId, protocol, serverName, properties, handler)
          : null;
    }

    @Override
    public String[] getMechanismNames(Map<String, ?> properties) {
      return kafkas.getMechanismNames(properties);
    }
  }

  /** SCRAM for this copy. */
  public static final class Scram extends OfThisCopy {

    /** For Java, which makes one at each login. */
    public Scram() {
      super(new ScramSaslClientFactory());
    }
  }

  /** OAUTHBEARER for this copy. */
  public static final class OAuthBearer extends OfThisCopy {

    /** For Java, which makes one at each login. */
    public OAuthBearer() {
      super(new OAuthBearerSaslClientFactory());
    }
  }
}
