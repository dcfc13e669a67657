package io.integrationhost.remote;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/** Reads the files that encryption needs. */
final class TlsContext {
  private TlsContext() {}

  /**
   * @throws LinkException naming the file and what is wrong with it
   */
  static SslContext of(Tls tls) {
    SslContextBuilder builder =
        GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
    tls.trustFile().ifPresent(file -> trust(builder, readable(file)));
    tls.certificateFile()
        .ifPresent(
            file -> identify(builder, readable(file), readable(tls.keyFile().orElseThrow())));
    try {
      return builder.build();
    } catch (SSLException failure) {
      throw new LinkException(
          "thingsboard.ssl: cannot set up TLS: " + failure.getMessage(), failure);
    }
  }

  private static void trust(SslContextBuilder builder, File file) {
    try {
      builder.trustManager(file);
    } catch (IllegalArgumentException failure) {
      throw new LinkException(
          "thingsboard.ssl: "
              + file
              + " holds no certificates in PEM form to trust: "
              + deepest(failure),
          failure);
    }
  }

  private static void identify(SslContextBuilder builder, File certificate, File key) {
    try {
      builder.keyManager(certificate, key);
    } catch (IllegalArgumentException failure) {
      throw new LinkException(
          "thingsboard.ssl: "
              + certificate
              + " and "
              + key
              + " are not a certificate and its PKCS#8 key in PEM form without password: "
              + deepest(failure),
          failure);
    }
  }

  private static File readable(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new LinkException(
          "thingsboard.ssl: "
              + file
              + " does not exist or cannot be read; check the path and the"
              + " permissions");
    }
    return file.toFile();
  }

  private static String deepest(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
