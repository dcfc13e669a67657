/**
 * The link: the gRPC session of one integration with ThingsBoard, and the encoding of what travels
 * over it.
 *
 * <p>{@link io.integrationhost.remote.LinkChannels} opens links, {@link
 * io.integrationhost.remote.UplinkCodec} encodes what they send. The host's application calls this
 * package; it sees neither gRPC nor generated messages, which live behind it and in {@code proto}.
 *
 * <p>Links may be used on any thread and never block it. All links share four kinds of threads:
 * {@code link-network} (Netty, and gRPC's callbacks, which must stay short), {@code link-callback}
 * (the ends of streams, and callbacks that another thread would bring), {@code link-timer}
 * (heartbeats, time limits, the next try), and {@code link-worker}, on which a link's listener is
 * told, one thing at a time and in order, and names are looked up; these may wait.
 *
 * <p>What the link is stands in {@code host/remote-integration-api/FACTS.md}: {@code facts N.M} in
 * a comment is its section N.M.
 */
package io.integrationhost.remote;
