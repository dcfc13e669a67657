package io.integrationhost.plugins.teltonika;

import io.integrationhost.plugin.ContentType;
import io.integrationhost.plugin.Downlink;
import io.integrationhost.plugin.TransportException;
import io.integrationhost.plugins.teltonika.codec.DeviceMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A command for a device, on its way to it or to its response. */
final class Command {

  private static final byte[] LINE_END = {'\r', '\n'};

  /** Long enough for every command word of the maker. */
  private static final int LONGEST_WORD = 32;

  private final String deviceName;
  private final byte[] payload;
  private final String word;
  private final CompletableFuture<Void> sent = new CompletableFuture<>();

  private Command(String deviceName, byte[] payload, String word) {
    this.deviceName = deviceName;
    this.payload = payload;
    this.word = word;
  }

  static Command of(Downlink downlink, boolean lineEnd) {
    byte[] payload = downlink.payload();
    if (lineEnd && downlink.contentType() == ContentType.TEXT) {
      payload = Arrays.copyOf(payload, payload.length + LINE_END.length);
      System.arraycopy(LINE_END, 0, payload, payload.length - LINE_END.length, LINE_END.length);
    }
    return new Command(downlink.deviceName(), payload, word(downlink.payload()));
  }

  /** What follows the first word may be a password. */
  private static String word(byte[] payload) {
    if (DeviceMessage.printable(payload).isEmpty()) {
      return "binary";
    }
    String first = new String(payload, StandardCharsets.US_ASCII).strip().split("[ :,;]", 2)[0];
    return first.length() > LONGEST_WORD ? first.substring(0, LONGEST_WORD) : first;
  }

  byte[] payload() {
    return payload;
  }

  /** The command's first word, such as {@code getinfo}; never its arguments. */
  String word() {
    return word;
  }

  /** Completes when the device's connection has taken the bytes. */
  CompletionStage<Void> sent() {
    return sent.minimalCompletionStage();
  }

  void markSent() {
    sent.complete(null);
  }

  /** Ends a command that was not sent but may be later. */
  void refuse(String why) {
    sent.completeExceptionally(
        new TransportException(
            TransportException.Kind.UNAVAILABLE, "device '" + deviceName + "' " + why));
  }
}
