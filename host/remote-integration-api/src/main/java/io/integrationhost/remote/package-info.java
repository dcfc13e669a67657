/**
 * The link: the gRPC session of one integration with ThingsBoard, and the encoding of what travels
 * over it.
 *
 * <p>{@link io.integrationhost.remote.LinkChannels} opens links, {@link
 * io.integrationhost.remote.UplinkCodec} encodes what they send. The host's application calls this
 * package; it sees neither gRPC nor generated messages, which live behind it and in {@code proto}.
 */
package io.integrationhost.remote;
