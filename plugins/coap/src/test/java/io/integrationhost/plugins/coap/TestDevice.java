package io.integrationhost.plugins.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.CertificateAuthenticationMode;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;

/** A device with the client half of the library. */
final class TestDevice implements AutoCloseable {

  private static final long PATIENCE_MILLIS = 20_000;

  private final CoapEndpoint endpoint;

  private TestDevice(CoapEndpoint endpoint) throws IOException {
    this.endpoint = endpoint;
    endpoint.start();
  }

  static TestDevice plain() throws IOException {
    return new TestDevice(
        new CoapEndpoint.Builder()
            .setConfiguration(configuration())
            .setInetSocketAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .build());
  }

  static TestDevice sharing(String identity, String key) throws IOException {
    return secure(
        DtlsConnectorConfig.builder(configuration())
            .setAdvancedPskStore(
                new AdvancedSinglePskStore(identity, key.getBytes(StandardCharsets.UTF_8))));
  }

  static TestDevice withoutCertificate() throws IOException {
    Configuration config =
        configuration()
            .set(DtlsConfig.DTLS_CLIENT_AUTHENTICATION_MODE, CertificateAuthenticationMode.NONE)
            .set(DtlsConfig.DTLS_VERIFY_SERVER_CERTIFICATES_SUBJECT, false);
    return secure(
        DtlsConnectorConfig.builder(config)
            .setAdvancedCertificateVerifier(
                StaticNewAdvancedCertificateVerifier.builder().setTrustAllCertificates().build()));
  }

  private static TestDevice secure(DtlsConnectorConfig.Builder builder) throws IOException {
    DtlsConnectorConfig config =
        builder.setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).build();
    return new TestDevice(
        new CoapEndpoint.Builder()
            .setConfiguration(config.getConfiguration())
            .setConnector(new DTLSConnector(config))
            .build());
  }

  private static Configuration configuration() {
    CoapConfig.register();
    UdpConfig.register();
    DtlsConfig.register();
    return new Configuration(CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, DtlsConfig.DEFINITIONS)
        .set(CoapConfig.MAX_MESSAGE_SIZE, 1024)
        .set(CoapConfig.PREFERRED_BLOCK_SIZE, 512)
        .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 1 << 20)
        .set(CoapConfig.ACK_TIMEOUT, 500, TimeUnit.MILLISECONDS)
        .set(DtlsConfig.DTLS_RETRANSMISSION_TIMEOUT, 500, TimeUnit.MILLISECONDS)
        .set(DtlsConfig.DTLS_MAX_RETRANSMISSIONS, 2)
        .set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 0)
        .set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.CLIENT_ONLY);
  }

  /** Sends without waiting. */
  Request send(Request request) {
    request.send(endpoint);
    return request;
  }

  /** Hears what comes after the first answer to what it observes. */
  void hearsNotifications(Consumer<Response> heard) {
    endpoint.addNotificationListener((request, response) -> heard.accept(response));
  }

  Request post(String uri, String payload) {
    Request request = new Request(Code.POST);
    request.setURI(uri);
    request.setPayload(payload);
    return request;
  }

  Response ask(Request request) throws InterruptedException {
    Response response = send(request).waitForResponse(PATIENCE_MILLIS);
    assertThat(response).as("answer to %s", request).isNotNull();
    return response;
  }

  @Override
  public void close() {
    endpoint.destroy();
  }
}
