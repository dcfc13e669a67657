package io.integrationhost.plugins.kafka;

import io.integrationhost.kit.TlsMaterial;
import io.integrationhost.kit.settings.TlsSettings;
import io.integrationhost.plugin.TransportContext;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes Kafka's consumers and producers with what the settings, files and secrets say at that
 * moment. Blocks: names are looked up. For the poll thread, producers for the sending one.
 */
class KafkaClients {

  private static final int MAX_FETCH = 8 << 20;
  private static final String INSTANCE = ConsumerConfig.GROUP_INSTANCE_ID_CONFIG;

  private final Settings settings;
  private final TransportContext context;
  private volatile MemberId member;
  private volatile boolean staticMembership;

  KafkaClients(TransportContext context, Settings settings) {
    this.context = context;
    this.settings = settings;
    this.staticMembership = settings.staticMembership();
  }

  Consumer<byte[], byte[]> consumer() throws IOException {
    SaslFactories.install();
    Map<String, Object> all = consumerProperties();
    refuseStrangers(all);
    return new KafkaConsumer<>(all);
  }

  /** Whether brokers know the transport by the id that it keeps itself. */
  final boolean hasOwnInstance() {
    return staticMembership && !settings.properties().containsKey(INSTANCE);
  }

  /** Another uses our id. */
  final String renewInstance() throws IOException {
    return member().renew();
  }

  /** The broker is too old to know members by an id. */
  final void doWithoutInstance() {
    staticMembership = false;
  }

  private synchronized MemberId member() {
    if (member == null) {
      member = new MemberId(context.dataDirectory());
    }
    return member;
  }

  final Map<String, Object> consumerProperties() throws IOException {
    Map<String, Object> all = new HashMap<>();
    String id = member().value();
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    all.put(CommonClientConfigs.GROUP_ID_CONFIG, settings.groupId());
    all.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.clientId().orElse(id));
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, settings.autoCreateTopics());
    all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MAX_FETCH);
    if (staticMembership) {
      all.put(INSTANCE, id);
    }
    addGiven(all);
    all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return all;
  }

  Producer<byte[], byte[]> producer() throws IOException {
    SaslFactories.install();
    Map<String, Object> all = new HashMap<>();
    all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    all.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.clientId().orElse(member().value()));
    addGiven(all);
    all.keySet().retainAll(ProducerConfig.configNames());
    all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Downlinks.METADATA_WAIT.toMillis());
    all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 3000);
    all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 4000);
    all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L << 20);
    refuseStrangers(all);
    return new KafkaProducer<>(all);
  }

  /** What a client with these properties may not be made for. Blocks, for two seconds at most. */
  static void refuseStrangers(Map<String, Object> all) {
    if (!isSecure(all)) {
      Probe.refuseStrangers(String.valueOf(all.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)));
    }
  }

  /** Whether a client with these properties speaks TLS. */
  static boolean isSecure(Map<String, Object> all) {
    return protocol(all).endsWith("SSL");
  }

  private static String protocol(Map<String, Object> all) {
    return String.valueOf(
            all.getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT"))
        .toUpperCase(Locale.ROOT);
  }

  private void addGiven(Map<String, Object> all) {
    settings
        .properties()
        .forEach((name, secret) -> secret.value().ifPresent(value -> all.put(name, value)));
    all.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, List.of());
    all.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    settings.tls().ifPresent(tls -> addTls(all, tls));
  }

  /** Certificates in the plugin's way, over what Kafka's own properties say. */
  static void addTls(Map<String, Object> all, TlsSettings tls) {
    TlsMaterial material = TlsMaterial.read(tls);
    String protocol = protocol(all);
    boolean isSasl = protocol.startsWith("SASL") || all.containsKey(SaslConfigs.SASL_JAAS_CONFIG);
    all.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, isSasl ? "SASL_SSL" : "SSL");
    if (!material.trusted().isEmpty()) {
      all.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
      all.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, pem(material.trusted()));
    }
    if (material.key().isPresent()) {
      all.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
      all.put(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, pem(material.chain()));
      all.put(
          SslConfigs.SSL_KEYSTORE_KEY_CONFIG,
          pem("PRIVATE KEY", material.key().get().getEncoded()));
    }
    if (!tls.verifyHost()) {
      all.put(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG, "");
    }
  }

  private static String pem(List<X509Certificate> certificates) {
    StringBuilder text = new StringBuilder();
    for (X509Certificate each : certificates) {
      try {
        text.append(pem("CERTIFICATE", each.getEncoded()));
      } catch (CertificateEncodingException e) {
        throw new IllegalStateException("a certificate that was read cannot be written", e);
      }
    }
    return text.toString();
  }

  private static String pem(String label, byte[] bytes) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
