package io.integrationhost.converter.dedicated;

/**
 * A field of a message that scripts see.
 *
 * @param name in the metadata
 * @param path from the message, or from the best gateway's part of it
 */
record MetadataKey(String name, JsonPath path, boolean ofGateway) {

  static MetadataKey message(String name, String path) {
    return new MetadataKey(name, JsonPath.of(path), false);
  }

  static MetadataKey gateway(String name, String path) {
    return new MetadataKey(name, JsonPath.of(path), true);
  }
}
