/**
 * Runs what a protocol says: {@link Kit} and {@link KitTransport} are for plugins, all else is
 * their machinery.
 *
 * <p><b>One frame's way.</b> Socket, TLS and PROXY header taken off, {@link Gate} (tells the host
 * how many bytes passed, gives the decoder its bytes), the framing's decoder (one frame at a time),
 * {@link Inbox} (waits for its turn: a permit, memory, an answer taken), the conversation, {@code
 * Uplinks.publish}. Back: the receipt fills its place in {@link Outbox} on the plugin's thread, one
 * task per connection and batch on the loop makes the answers in the order of the frames and writes
 * them at once. What cannot be handled yet stays bytes, and is counted in {@link Ledger}.
 *
 * <p><b>Threads.</b> {@link Loops} {@code plugin-<id>-io} for all connections of a plugin, from the
 * first transport's start to the last one's stop. Everything of a connection belongs to its loop,
 * but for what says otherwise: {@link Permits}, {@link Budget}, {@link Admission}, {@link Devices},
 * {@link Names}, {@link Reports}. Nothing on a loop waits or sleeps.
 *
 * <p><b>Ways.</b> {@link Port} listens for connections, {@link Dialer} dials a peer with one {@link
 * Dial} after the other, {@link Datagrams} listens for datagrams, which {@link DatagramReader} cuts
 * and whose senders are each a {@link DatagramPeer}. {@link Party} is what all their sessions are.
 *
 * <p><b>Bounds.</b> Connections: {@link Admission}. Uplinks under way: {@link Permits}. What peers
 * make us keep: {@link Ledger} in {@link Budget}. Time: {@link Times}. Names: {@link Devices}.
 */
package io.integrationhost.kit.transport;
