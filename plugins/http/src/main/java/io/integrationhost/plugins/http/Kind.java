package io.integrationhost.plugins.http;

import io.integrationhost.plugin.Receipt;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The types of ThingsBoard that come as HTTP, and what differs between them. */
enum Kind {
  HTTP(Check.HEADERS, Body.ANY, Told.HEADERS, Status.OK_OR_NO_CONTENT, Down.REPLY),
  SIGFOX(Check.HEADERS, Body.JSON, Told.HEADERS, Status.NO_CONTENT, Down.SIGFOX_REPLY),
  OCEANCONNECT(Check.NONE, Body.WITH_DEVICE_ID, Told.NOTHING, Status.OK, Down.NONE),
  TMOBILE_IOT_CDP(Check.NONE, Body.JSON_OR_VALIDATION, Told.NOTHING, Status.OK, Down.NONE),
  PARTICLE(Check.HEADERS, Body.JSON, Told.HEADERS, Status.OK_IF_ANY, Down.PARTICLE),
  KPN(Check.KPN, Body.JSON, Told.HEADERS, Status.OK_IF_ANY, Down.KPN),
  LORIOT(Check.HEADERS, Body.JSON, Told.HEADERS, Status.OK_OR_NO_CONTENT, Down.LORIOT),
  CHIRPSTACK(Check.NONE, Body.JSON, Told.NOTHING, Status.OK, Down.CHIRPSTACK),
  THINGPARK(Check.THINGPARK, Body.JSON, Told.NETWORK, Status.OK, Down.THINGPARK),
  TPE(Check.TPE, Body.JSON, Told.NETWORK, Status.OK, Down.TPE);

  /** How a client shows that it may. */
  enum Check {
    NONE,
    HEADERS,
    THINGPARK,
    TPE,
    KPN
  }

  /** What bodies are taken. */
  enum Body {
    /** As they come, with GET, forms and a suffix of the path. */
    ANY,
    JSON,
    /** And the field deviceId in it. */
    WITH_DEVICE_ID,
    /** Or a text, which is only answered. */
    JSON_OR_VALIDATION
  }

  /** What the converter is told beside the payload. */
  enum Told {
    NOTHING,
    HEADERS,
    /** Three parameters of the query. */
    NETWORK
  }

  /** The answer to an uplink that was taken. */
  enum Status {
    OK {
      @Override
      int of(Receipt receipt, boolean replaced) {
        return 200;
      }
    },
    NO_CONTENT {
      @Override
      int of(Receipt receipt, boolean replaced) {
        return 204;
      }
    },
    OK_IF_ANY {
      @Override
      int of(Receipt receipt, boolean replaced) {
        return isNothing(receipt) ? 204 : 200;
      }
    },
    OK_OR_NO_CONTENT {
      @Override
      int of(Receipt receipt, boolean replaced) {
        return replaced && !isNothing(receipt) ? 200 : 204;
      }
    };

    /**
     * The status.
     *
     * @param replaced replaceNoContentToOk
     */
    abstract int of(Receipt receipt, boolean replaced);

    /** Whether the converter returned nothing. */
    private static boolean isNothing(Receipt receipt) {
      return receipt instanceof Receipt.NoContent && receipt.devices().isEmpty();
    }
  }

  /** How a downlink reaches its device. */
  enum Down {
    NONE,
    REPLY,
    SIGFOX_REPLY,
    CHIRPSTACK,
    LORIOT,
    THINGPARK,
    TPE,
    KPN,
    PARTICLE
  }

  final Check check;
  final Body body;
  final Told told;
  final Status status;
  final Down down;

  Kind(Check check, Body body, Told told, Status status, Down down) {
    this.check = check;
    this.body = body;
    this.told = told;
    this.status = status;
    this.down = down;
  }

  static Optional<Kind> of(String type) {
    return Arrays.stream(values()).filter(each -> each.name().equalsIgnoreCase(type)).findFirst();
  }

  /** Where requests of an integration come to. */
  String path(String routingKey) {
    return "/api/v1/integrations/" + name().toLowerCase(Locale.ROOT) + "/" + routingKey;
  }

  boolean repliesWithDownlinks() {
    return down == Down.REPLY || down == Down.SIGFOX_REPLY;
  }
}
