package io.integrationhost.plugins.coap;

import io.integrationhost.plugin.ContentType;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Request;

/** What a converter gets beside the payload, under the names of ThingsBoard's own integration. */
final class Metadata {

  private static final int DIAGNOSTIC_CHARACTERS = 200;
  private static final int LWM2M_JSON = 11_543;
  private static final int LWM2M_TLV = 11_542;
  private static final int XML = 41;
  private static final int XMPP_XML = 46;
  private static final int SENML_JSON = 110;

  private Metadata() {}

  /** What a content format says. A format that is none of ThingsBoard's is binary. */
  static ContentType contentType(OptionSet options) {
    if (!options.hasContentFormat()) {
      return ContentType.BINARY;
    }
    return switch (options.getContentFormat()) {
      case MediaTypeRegistry.APPLICATION_JSON, SENML_JSON, LWM2M_JSON -> ContentType.JSON;
      case MediaTypeRegistry.TEXT_PLAIN, XML, XMPP_XML, LWM2M_TLV -> ContentType.TEXT;
      default -> ContentType.BINARY;
    };
  }

  /** The content format of a downlink's payload. */
  static int contentFormat(ContentType type) {
    return switch (type) {
      case JSON -> MediaTypeRegistry.APPLICATION_JSON;
      case TEXT -> MediaTypeRegistry.TEXT_PLAIN;
      case BINARY -> MediaTypeRegistry.APPLICATION_OCTET_STREAM;
    };
  }

  /**
   * The metadata of a message.
   *
   * @param withConnection whether it tells of the connection, which ThingsBoard's own does not
   */
  static Map<String, String> of(Request request, boolean withConnection) {
    OptionSet options = request.getOptions();
    Map<String, String> metadata = new LinkedHashMap<>();
    if (options.hasContentFormat()) {
      metadata.put("Option:content-format", Integer.toString(options.getContentFormat()));
    }
    metadata.put("Option:uri", uri(options));
    put(metadata, "Option:location-path", options.getLocationPath());
    put(metadata, "Option:location-query", options.getLocationQuery());
    if (withConnection) {
      var source = request.getSourceContext();
      metadata.put("remoteAddress", source.getPeerAddress().getAddress().getHostAddress());
      metadata.put("method", request.getCode().name());
      metadata.put("path", "/" + options.getUriPathString());
      Principal identity = source.getPeerIdentity();
      if (identity != null) {
        metadata.put("identity", Identities.name(identity));
      }
    }
    return metadata;
  }

  private static void put(Map<String, String> metadata, String key, List<String> parts) {
    if (!parts.isEmpty()) {
      metadata.put(key, String.join(",", parts));
    }
  }

  private static String uri(OptionSet options) {
    String query = String.join("&", options.getUriQuery());
    return "/" + options.getUriPathString() + (query.isEmpty() ? "" : "?" + query);
  }

  /** A few words for the device: a payload of an error must fit into one message. */
  static byte[] diagnostic(String why) {
    String text =
        why.length() > DIAGNOSTIC_CHARACTERS ? why.substring(0, DIAGNOSTIC_CHARACTERS) : why;
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
